import { describe, expect, it } from "vitest";
import { Admission } from "../../src/handshake/admission.ts";
import { encodeKeyRequest } from "../../src/handshake/key-request.ts";
import { decodeKeys } from "../../src/handshake/keys.ts";
import { decodeReject } from "../../src/handshake/reject.ts";
import { suiteName } from "../../src/key-schedule/symmetric-state.ts";
import { defaultLimits, type Limits } from "../../src/limits.ts";
import type { Path } from "../../src/link.ts";
import { RejectCode } from "../../src/wire.ts";
import { CountedIdentity } from "../fixtures/counted-identity.ts";
import { cipher, clientHandshake, random } from "../fixtures/handshake-pair.ts";
import { hex } from "../fixtures/hex.ts";

const proven: Path = { address: "192.0.2.1:7", proven: true };
const unproven: Path = { address: "192.0.2.1:7", proven: false };
const identities = [1, 2].map(() => new CountedIdentity(cipher.ephemeralKem.generate()));
const clientId = random(8);
const request = encodeKeyRequest({ clientId, suite: suiteName(cipher) });

function admission(limits: Partial<Limits> = {}) {
  return new Admission({ cipher, identities, random, limits: { ...defaultLimits, ...limits }, sessions: () => 0 });
}

function replyOf(verdict: ReturnType<Admission["screen"]>): Uint8Array {
  if (verdict.kind !== "answer") throw new Error(`The verdict was to ${verdict.kind}.`);
  return verdict.reply;
}

// spec: H-25
describe("a stranger who asks for keys", () => {
  it.each([proven, unproven])("gets all of them, in the server's order, and is no error: %j", (path) => {
    const verdict = admission().screen(request, path, 0);
    const keys = decodeKeys(replyOf(verdict));
    expect(hex(keys.clientId)).toBe(hex(clientId));
    expect(keys.keys.map(hex)).toEqual(identities.map(({ publicKey }) => hex(publicKey.encoded)));
    expect(verdict).not.toHaveProperty("error");
  });

  it("costs no private-key work, and no place", () => {
    const some = admission({ maxHalfOpen: 1, handshakesPerSecondPerAddress: 0 });
    for (let count = 0; count < 1_000; count++) expect(some.screen(request, unproven, count).kind).toBe("answer");
    expect([some.halfOpen, ...identities.map(({ count }) => count)]).toEqual([0, 0, 0]);
    const { hello } = clientHandshake({ server: (identities[0] as CountedIdentity).publicKey, padded: true });
    expect(some.screen(hello, unproven, 0).kind).toBe("admit");
    expect(some.screen(request, unproven, 0).kind).toBe("answer");
  });

  it("for another suite, or in another version, is told which there are, in no more bytes than it sent", () => {
    const other = replyOf(admission().screen(encodeKeyRequest({ clientId, suite: "other" }), unproven, 0));
    expect(decodeReject(other)).toMatchObject({ code: RejectCode.suite, suites: [suiteName(cipher)] });
    const newer = replyOf(admission().screen(Uint8Array.from(request).fill(2, 1, 2), unproven, 0));
    expect(decodeReject(newer)).toMatchObject({ code: RejectCode.version, versions: [1] });
    const preamble = Uint8Array.from(request.subarray(0, 10)).fill(2, 1, 2);
    expect(decodeReject(replyOf(admission().screen(preamble, proven, 0))).code).toBe(RejectCode.version);
    for (const { length } of [other, newer]) expect(length).toBeLessThanOrEqual(request.length);
  });

  it("is ignored when its packet is short or malformed, on whichever path", () => {
    const packets = [
      request.subarray(0, 1_199),
      request.subarray(0, 10),
      request.subarray(0, 1),
      Buffer.concat([request, Buffer.alloc(1)]),
      Uint8Array.from(request).fill(1, 1_199),
      Uint8Array.from(request.subarray(0, 1_199)).fill(2, 1, 2),
      Uint8Array.from(request).fill(0xff, 11, 12),
    ];
    for (const packet of packets) expect(admission().screen(packet, unproven, 0).kind, hex(packet)).toBe("ignore");
    const some = admission();
    for (const packet of packets) if (packet[1] !== 2) expect(some.screen(packet, proven, 0).kind).toBe("ignore");
    expect(some.ignored).toBe(packets.length - 1);
  });
});

// spec: H-26
describe("a stranger who asks for keys too often", () => {
  const limits = { handshakesPerSecondPerAddress: 5 };
  const flood = (some: Admission, path: Path, now: number) =>
    Array.from({ length: 100 }, () => some.screen(request, path, now)).filter(
      (verdict) => verdict.kind === "answer" && !verdict.error,
    ).length;

  it("gets as many answers as it may begin handshakes, and on an unproven path nothing more", () => {
    const some = admission(limits);
    expect(flood(some, unproven, 0)).toBe(10);
    expect(some.screen(request, unproven, 0)).toMatchObject({ kind: "ignore" });
    expect(flood(some, unproven, 1_000)).toBe(5);
    expect(flood(some, { address: "192.0.2.2:7", proven: false }, 1_000)).toBe(10);
  });

  it("is told that the server is busy where its address is proven", () => {
    const some = admission(limits);
    expect(flood(some, proven, 0)).toBe(10);
    const verdict = some.screen(request, proven, 0);
    expect(decodeReject(replyOf(verdict)).code).toBe(RejectCode.busy);
    expect(verdict).toMatchObject({ error: { code: "ERR_COUNTERSIGN_BUSY", retryable: true } });
  });

  it("does not keep out who is at that address by what others say in its name", () => {
    const some = admission(limits);
    flood(some, unproven, 0);
    expect(flood(some, proven, 0)).toBe(10);
  });

  it("has used up the handshakes that it may begin, too", () => {
    const some = admission(limits);
    flood(some, proven, 0);
    const { hello } = clientHandshake({ server: (identities[0] as CountedIdentity).publicKey });
    expect(decodeReject(replyOf(some.screen(hello, proven, 0))).code).toBe(RejectCode.busy);
  });
});
