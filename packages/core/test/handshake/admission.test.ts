import { describe, expect, it } from "vitest";
import { Admission, type Verdict } from "../../src/handshake/admission.ts";
import { decodeReject } from "../../src/handshake/reject.ts";
import { decodeRetry } from "../../src/handshake/retry.ts";
import { defaultLimits, type Limits } from "../../src/limits.ts";
import type { Path } from "../../src/link.ts";
import { HandshakeType, RejectCode } from "../../src/wire.ts";
import { withEachByteChanged } from "../fixtures/flip.ts";
import { cipher, clientHandshake, identity, random } from "../fixtures/handshake-pair.ts";
import { hex } from "../fixtures/hex.ts";

const proven = { address: "client", proven: true };
const unproven = { address: "client", proven: false };
const { hello, clientId } = clientHandshake({ padded: true });

function admission(limits: Partial<Limits> = {}, sessions = () => 0) {
  const identities = [cipher.ephemeralKem.generate(), identity];
  const some = new Admission({
    cipher,
    identities,
    random,
    limits: { ...defaultLimits, maxHalfOpen: 10, cookieAboveHalfOpen: 10, ...limits },
    sessions,
  });
  const settlers: (() => void)[] = [];
  return {
    some,
    screen(packet: Uint8Array, path: Path, now = 0) {
      const verdict = some.screen(packet, path, now);
      if (verdict.kind === "admit") settlers.push(verdict.settled);
      return verdict;
    },
    /** The oldest that was admitted. */
    settle: () => settlers.shift()?.(),
  };
}

function rejection(verdict: Verdict) {
  if (verdict.kind !== "answer" || !verdict.error) throw new Error(`The verdict was to ${verdict.kind}.`);
  return { ...decodeReject(verdict.reply), error: verdict.error };
}

// spec: H-10
describe("Admission", () => {
  it("admits a HELLO for any of the server's keys, with a cookie only where the address is not proven", () => {
    expect(admission().screen(hello, unproven)).toMatchObject({ kind: "admit" });
    const withCookie = Uint8Array.from(hello).fill(7, 10, 42);
    expect(admission().screen(withCookie, unproven)).toMatchObject({ kind: "admit" });
    expect(rejection(admission().screen(withCookie, proven)).code).toBe(RejectCode.handshake);
  });

  it("rejects another version, and names its own", () => {
    const newer = Uint8Array.from(hello).fill(2, 1, 2);
    const reply = rejection(admission().screen(newer, unproven));
    expect(reply).toMatchObject({ code: RejectCode.version, versions: [1] });
    expect(reply.error.code).toBe("ERR_COUNTERSIGN_VERSION");
    expect(hex(reply.clientId)).toBe(hex(clientId));
  });

  it("rejects another version in whatever form it comes", () => {
    const newer = Uint8Array.from(hello.subarray(0, 10)).fill(2, 1, 2);
    expect(rejection(admission().screen(newer, proven)).code).toBe(RejectCode.version);
  });

  it("rejects another suite, and names its own", () => {
    const other = clientHandshake({ cipher: { ...cipher, name: "OTHER" }, padded: true }).hello;
    const reply = rejection(admission().screen(other, unproven));
    expect(reply).toMatchObject({ code: RejectCode.suite, suites: [`Countersign_1_${cipher.name}_SHA256`] });
    expect(reply.error.code).toBe("ERR_COUNTERSIGN_SUITE");
  });

  it("rejects a HELLO for another server's key", () => {
    const other = clientHandshake({ server: cipher.ephemeralKem.generate().publicKey, padded: true }).hello;
    const reply = rejection(admission().screen(other, unproven));
    expect(reply.code).toBe(RejectCode.serverKey);
    expect(reply.error.code).toBe("ERR_COUNTERSIGN_SERVER_KEY");
  });

  // spec: H-3
  it("is busy when so many handshakes are open, until one is settled", () => {
    const { some, screen, settle } = admission({ maxHalfOpen: 2 });
    for (let i = 0; i < 2; i++) expect(screen(hello, proven).kind).toBe("admit");
    expect(some.halfOpen).toBe(2);
    const reply = rejection(screen(hello, proven));
    expect(reply.code).toBe(RejectCode.busy);
    expect(reply.error.retryable).toBe(true);
    settle();
    expect(some.halfOpen).toBe(1);
    expect(screen(hello, proven).kind).toBe("admit");
  });

  it("ignores a HELLO without padding where the path is not proven", () => {
    const { hello: short } = clientHandshake();
    expect(short.length).toBeLessThan(1_200);
    expect(admission().screen(short, unproven)).toMatchObject({ kind: "ignore" });
    expect(admission().screen(short, proven).kind).toBe("admit");
  });

  // spec: W-5, W-9
  it("ignores what is no HELLO, and keeps nothing of it but a count", () => {
    const { some, screen } = admission();
    const others = Object.values(HandshakeType).filter((type) => type !== HandshakeType.hello);
    const packets = [
      new Uint8Array(),
      Buffer.from("GET / HTTP/1.1\r\n"),
      hello.subarray(0, -1),
      Buffer.concat([hello, Buffer.alloc(1)]),
      // Packets of a session, and every other handshake message: fragments (C7) among them.
      ...[0, 1, ...others].map((type) => Uint8Array.from(hello).fill(type, 0, 1)),
    ];
    for (const packet of packets) {
      for (const path of [proven, unproven]) expect(screen(packet, path)).toMatchObject({ kind: "ignore" });
    }
    expect([some.halfOpen, some.ignored]).toEqual([0, 2 * packets.length]);
  });

  // spec: H-4, H-19
  it("never answers with more than what came, whatever byte is changed", () => {
    for (const cookieAboveHalfOpen of [0, 10]) {
      const { screen } = admission({ cookieAboveHalfOpen });
      for (const { at, changed } of withEachByteChanged(hello.subarray(0, 200))) {
        const packet = Buffer.concat([changed, hello.subarray(200)]);
        const verdict = screen(packet, unproven);
        if (verdict.kind === "answer") expect(verdict.reply.length, `byte ${at}`).toBeLessThanOrEqual(packet.length);
      }
    }
  });
});

// spec: H-3, H-16, H-17
describe("Admission under load", () => {
  function cookieOf(verdict: Verdict): Uint8Array {
    if (verdict.kind !== "answer" || verdict.error) throw new Error(`The verdict was to ${verdict.kind}.`);
    const retry = decodeRetry(verdict.reply);
    expect(hex(retry.clientId)).toBe(hex(clientId));
    return retry.cookie;
  }

  function withCookie(packet: Uint8Array, cookie: Uint8Array): Uint8Array {
    const copy = Uint8Array.from(packet);
    copy.set(cookie, 10);
    return copy;
  }

  it("asks for a cookie from so many half-open handshakes on, and keeps nothing of who has none", () => {
    const { some, screen, settle } = admission({ cookieAboveHalfOpen: 2 });
    for (let i = 0; i < 2; i++) expect(screen(hello, unproven).kind).toBe("admit");
    const cookie = cookieOf(screen(hello, unproven));
    expect([some.halfOpen, some.retried]).toEqual([2, 1]);
    expect(screen(withCookie(hello, cookie), unproven)).toMatchObject({ kind: "admit" });
    settle();
    settle();
    expect(screen(hello, unproven)).toMatchObject({ kind: "admit" });
  });

  it("asks for none where the address is proven", () => {
    const { screen } = admission({ cookieAboveHalfOpen: 0 });
    expect(screen(hello, proven)).toMatchObject({ kind: "admit" });
  });

  it("says that it is busy only to who has a cookie", () => {
    const { screen } = admission({ maxHalfOpen: 1, cookieAboveHalfOpen: 100 });
    expect(screen(hello, unproven)).toMatchObject({ kind: "admit" });
    const cookie = cookieOf(screen(hello, unproven));
    expect(rejection(screen(withCookie(hello, cookie), unproven)).code).toBe(RejectCode.busy);
    cookieOf(screen(withCookie(hello, random(32)), unproven));
  });

  it("takes a cookie for the HELLO and the address it was made for only, and no other", () => {
    const { screen } = admission({ cookieAboveHalfOpen: 0 });
    const cookie = cookieOf(screen(hello, unproven));
    cookieOf(screen(withCookie(hello, cookie), { address: "another client", proven: false }));
    const other = Uint8Array.from(hello);
    other[1_100] = (other[1_100] as number) ^ 1;
    cookieOf(screen(withCookie(other, cookie), unproven));
    for (const { changed } of withEachByteChanged(cookie)) cookieOf(screen(withCookie(hello, changed), unproven));
    cookieOf(admission({ cookieAboveHalfOpen: 0 }).screen(withCookie(hello, cookie), unproven));
    expect(screen(withCookie(hello, cookie), unproven)).toMatchObject({ kind: "admit" });
  });

  it("takes a cookie for 15 s, across new keys and the end of the counter", () => {
    for (const start of [0.5, 1_234.5, 59_999.9, 119_990, 2 ** 32 - 5_000.5]) {
      const { screen } = admission({ cookieAboveHalfOpen: 0 });
      cookieOf(screen(hello, unproven, 0));
      const cookie = withCookie(hello, cookieOf(screen(hello, unproven, start)));
      expect(screen(cookie, unproven, start + 14_999), `made at ${start}`).toMatchObject({ kind: "admit" });
      cookieOf(screen(cookie, unproven, start + 15_002));
    }
  });

  it("takes no cookie again when the counter has come round", () => {
    const { screen } = admission({ cookieAboveHalfOpen: 0 });
    const cookie = withCookie(hello, cookieOf(screen(hello, unproven, 1_000)));
    for (let now = 60_000; now < 600_000; now += 60_000) cookieOf(screen(hello, unproven, now));
    cookieOf(screen(cookie, unproven, 1_000 + 2 ** 32));
  });

  it("draws a new key each minute at most, however many cookies it makes", () => {
    let drawn = 0;
    const { screen } = (() => {
      const some = new Admission({
        cipher,
        identities: [identity],
        limits: { ...defaultLimits, maxHalfOpen: 1, cookieAboveHalfOpen: 0 },
        sessions: () => 0,
        random(bytes) {
          drawn++;
          return random(bytes);
        },
      });
      return { screen: (now: number) => some.screen(hello, unproven, now) };
    })();
    for (let now = 0; now < 120_000; now += 100) cookieOf(screen(now));
    expect(drawn).toBe(2);
  });
});

// spec: H-23
describe("Admission of many from one address", () => {
  const at = (address: string, isProven = true): Path => ({ address, proven: isProven });
  const busy = (verdict: Verdict) => rejection(verdict).error.message;

  it("leaves room for others when one address has as many handshakes open as it may", () => {
    const { some, screen, settle } = admission({ maxHalfOpenPerAddress: 2 });
    for (const port of [1, 2]) expect(screen(hello, at(`192.0.2.1:${port}`)).kind).toBe("admit");
    expect(busy(screen(hello, at("192.0.2.1:3")))).toMatch(/maxHalfOpenPerAddress/);
    expect(screen(hello, at("192.0.2.2:3")).kind).toBe("admit");
    expect(some.crowdedOut).toBe(1);
    settle();
    expect(screen(hello, at("192.0.2.1:4")).kind).toBe("admit");
  });

  it("takes the addresses of one IPv6 network for one", () => {
    const { screen } = admission({ maxHalfOpenPerAddress: 1 });
    expect(screen(hello, at("[2001:db8:0:1::1]:1")).kind).toBe("admit");
    expect(busy(screen(hello, at("[2001:db8:0:1:ff::2]:1")))).toMatch(/maxHalfOpenPerAddress/);
    expect(screen(hello, at("[2001:db8:0:2::1]:1")).kind).toBe("admit");
  });

  it("bounds how fast an address begins handshakes", () => {
    const { screen, settle } = admission({ handshakesPerSecondPerAddress: 3 });
    const admitted = (now: number) => {
      const verdict = screen(hello, at("192.0.2.1:1"), now);
      settle();
      return verdict.kind === "admit";
    };
    expect(Array.from({ length: 8 }, () => admitted(0)).filter(Boolean)).toHaveLength(6);
    expect(busy(screen(hello, at("192.0.2.1:9"), 0))).toMatch(/handshakesPerSecondPerAddress/);
    expect(screen(hello, at("192.0.2.2:1"), 0).kind).toBe("admit");
    expect(Array.from({ length: 8 }, () => admitted(1_000)).filter(Boolean)).toHaveLength(3);
  });

  it("never lets who forges an address take that address's room, but asks for a cookie", () => {
    const limits = { maxHalfOpen: 100, cookieAboveHalfOpen: 100, maxHalfOpenPerAddress: 1 };
    const { some, screen, settle } = admission({ ...limits, handshakesPerSecondPerAddress: 2 });
    const victim = "192.0.2.1:1";
    for (let i = 0; i < 4; i++) expect(screen(hello, at(victim, false)).kind).toBe("admit");
    const verdict = screen(hello, at(victim, false));
    expect(some.retried).toBe(1);
    const { cookie } = decodeRetry((verdict as Extract<Verdict, { kind: "answer" }>).reply);
    const answer = Uint8Array.from(hello);
    answer.set(cookie, 10);
    expect(screen(answer, at(victim, false)).kind).toBe("admit");
    expect(busy(screen(answer, at(victim, false)))).toMatch(/maxHalfOpenPerAddress/);
    settle();
  });

  it("has room for so many sessions, with those that are under way", () => {
    let open = 3;
    const { screen, settle } = admission({ maxSessions: 5 }, () => open);
    for (let i = 0; i < 2; i++) expect(screen(hello, proven).kind).toBe("admit");
    expect(busy(screen(hello, proven))).toMatch(/maxSessions/);
    settle();
    expect(screen(hello, proven).kind).toBe("admit");
    open++;
    settle();
    expect(busy(screen(hello, proven))).toMatch(/maxSessions/);
  });
});
