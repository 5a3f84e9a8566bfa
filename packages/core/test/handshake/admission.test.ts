import { describe, expect, it } from "vitest";
import { Admission, type Verdict } from "../../src/handshake/admission.ts";
import { decodeReject } from "../../src/handshake/reject.ts";
import { RejectCode } from "../../src/wire.ts";
import { withEachByteChanged } from "../fixtures/flip.ts";
import { cipher, clientHandshake, identity } from "../fixtures/handshake-pair.ts";
import { hex } from "../fixtures/hex.ts";

const proven = { address: "client", proven: true };
const unproven = { address: "client", proven: false };
const { hello, clientId } = clientHandshake({ padded: true });

function admission(maxHalfOpen = 10): Admission {
  return new Admission(cipher, [cipher.ephemeralKem.generate(), identity], maxHalfOpen);
}

function rejection(verdict: Verdict) {
  if (verdict.kind !== "reject") throw new Error(`The verdict was to ${verdict.kind}.`);
  return { ...decodeReject(verdict.reply), error: verdict.error, bytes: verdict.reply.length };
}

// spec: H-10
describe("Admission", () => {
  it("admits a HELLO for any of the server's keys, with a cookie only where the address is not proven", () => {
    expect(admission().screen(hello, unproven)).toEqual({ kind: "admit" });
    const withCookie = Uint8Array.from(hello).fill(7, 10, 42);
    expect(admission().screen(withCookie, unproven)).toEqual({ kind: "admit" });
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
    const some = admission(2);
    for (let i = 0; i < 2; i++) expect(some.screen(hello, proven).kind).toBe("admit");
    expect(some.halfOpen).toBe(2);
    const reply = rejection(some.screen(hello, proven));
    expect(reply.code).toBe(RejectCode.busy);
    expect(reply.error.retryable).toBe(true);
    some.settled();
    expect(some.halfOpen).toBe(1);
    expect(some.screen(hello, proven).kind).toBe("admit");
  });

  it("ignores a HELLO without padding where the path is not proven", () => {
    const { hello: short } = clientHandshake();
    expect(short.length).toBeLessThan(1_200);
    expect(admission().screen(short, unproven)).toMatchObject({ kind: "ignore" });
    expect(admission().screen(short, proven).kind).toBe("admit");
  });

  it("ignores what is no HELLO, and keeps nothing of it", () => {
    const some = admission();
    const accept = Uint8Array.from(hello).fill(0xc2, 0, 1);
    const longer = Buffer.concat([hello, Buffer.alloc(1)]);
    for (const packet of [new Uint8Array(), Buffer.from("GET / HTTP/1.1\r\n"), accept, hello.subarray(0, -1), longer]) {
      const verdict = some.screen(packet, proven);
      expect(verdict).toMatchObject({ kind: "ignore", error: { code: "ERR_COUNTERSIGN_NOT_COUNTERSIGN" } });
    }
    expect(some.halfOpen).toBe(0);
  });

  // spec: H-4
  it("never answers with more than what came, whatever byte is changed", () => {
    for (const { at, changed } of withEachByteChanged(hello.subarray(0, 200))) {
      const packet = Buffer.concat([changed, hello.subarray(200)]);
      const verdict = admission().screen(packet, unproven);
      if (verdict.kind === "reject") expect(verdict.reply.length, `byte ${at}`).toBeLessThanOrEqual(packet.length);
    }
  });
});
