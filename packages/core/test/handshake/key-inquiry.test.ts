import { describe, expect, it } from "vitest";
import { KeyInquiry } from "../../src/handshake/key-inquiry.ts";
import { decodeKeyRequest } from "../../src/handshake/key-request.ts";
import { encodeKeys } from "../../src/handshake/keys.ts";
import { encodeReject } from "../../src/handshake/reject.ts";
import { suiteName } from "../../src/key-schedule/symmetric-state.ts";
import { peerError } from "../fixtures/failure.ts";
import { cipher, clientHandshake, random } from "../fixtures/handshake-pair.ts";
import { hex } from "../fixtures/hex.ts";

const keys = [1, 2].map(() => cipher.ephemeralKem.generate().publicKey.encoded);

function inquiry(reliable: boolean) {
  const asked = new KeyInquiry({ cipher, reliable, random });
  const packet = new Uint8Array(asked.nextBytes());
  asked.write(packet, 0);
  return { asked, packet, clientId: decodeKeyRequest(packet).clientId };
}

/** What is no answer to a question, and the code of the error that it makes on a reliable link. */
const noAnswers: readonly [what: string, make: (clientId: Uint8Array) => Uint8Array, code: string][] = [
  ["of another client id", () => encodeKeys({ clientId: random(8), keys }), "PROTOCOL"],
  ["with no key", (clientId) => encodeKeys({ clientId, keys: [] }), "SERVER_KEY"],
  ["with one key twice", (clientId) => encodeKeys({ clientId, keys: [...keys, ...keys] }), "PROTOCOL"],
  ["that are too long", (clientId) => encodeKeys({ clientId, keys: [...keys, new Uint8Array(1_200)] }), "PROTOCOL"],
  ["with a key of another suite", (clientId) => encodeKeys({ clientId, keys: [...keys, random(44)] }), "PROTOCOL"],
  ["cut off", (clientId) => encodeKeys({ clientId, keys }).subarray(0, -1), "PROTOCOL"],
  ["of another version", (clientId) => encodeKeys({ clientId, keys }).fill(2, 1, 2), "VERSION"],
  ["that are a HELLO", () => clientHandshake().hello, "NOT_COUNTERSIGN"],
  ["that are the question", (clientId) => encodeKeys({ clientId, keys }).fill(0xc5, 0, 1), "NOT_COUNTERSIGN"],
  ["that are a REJECT", (clientId) => rejection(clientId, 4), "BUSY"],
  ["that are a REJECT for another", () => rejection(random(8), 4), "PROTOCOL"],
  ["without a byte", () => new Uint8Array(), "PROTOCOL"],
];

function rejection(clientId: Uint8Array, code: number): Uint8Array {
  return encodeReject({ clientId, code, versions: [1], suites: [suiteName(cipher)] });
}

// spec: H-27
describe("KeyInquiry", () => {
  it("asks under a client id of its own, for its suite", () => {
    const [one, other] = [inquiry(true), inquiry(true)];
    expect(decodeKeyRequest(one.packet).suite).toBe(suiteName(cipher));
    expect(hex(one.clientId)).not.toBe(hex(other.clientId));
  });

  it.each([true, false])("takes the server's keys in their order; reliable: %s", (reliable) => {
    const { asked, clientId } = inquiry(reliable);
    const read = asked.handlePacket(encodeKeys({ clientId, keys }));
    expect(read?.map(({ encoded }) => hex(encoded))).toEqual(keys.map(hex));
    expect(read?.[0]?.encapsulate().secret).toHaveLength(32);
  });

  it.each(noAnswers)("on a reliable link fails for KEYS %s", (_, make, code) => {
    const { asked, clientId } = inquiry(true);
    expect(() => asked.handlePacket(make(clientId))).toThrow(peerError(`ERR_COUNTERSIGN_${code}` as never));
  });

  it.each(noAnswers)("on a lossy link passes over KEYS %s, and takes the true ones", (_, make) => {
    const { asked, clientId } = inquiry(false);
    expect(asked.handlePacket(make(clientId))).toBeUndefined();
    expect(asked.handlePacket(encodeKeys({ clientId, keys }))).toHaveLength(2);
  });

  it("remembers a rejection that is its own, and no other", () => {
    const { asked, clientId } = inquiry(false);
    asked.handlePacket(rejection(random(8), 4));
    expect(asked.suspicion).toBeUndefined();
    asked.handlePacket(rejection(clientId, 2));
    expect(asked.suspicion).toEqual(peerError("ERR_COUNTERSIGN_SUITE"));
  });

  // spec: H-6
  it("is repeated on a lossy link, the same each time, after 0.5, 1, 2, 4 and 4 s", () => {
    const { asked, packet } = inquiry(false);
    const times: number[] = [];
    for (let now = 0; now < 16_000; now += 100) {
      if (asked.nextTimeout() !== undefined && now >= (asked.nextTimeout() as number)) asked.handleTimeout(now);
      if (asked.nextBytes() === 0) continue;
      const again = new Uint8Array(asked.nextBytes());
      asked.write(again, now);
      expect(hex(again)).toBe(hex(packet));
      times.push(now);
    }
    expect(times).toEqual([500, 1_500, 3_500, 7_500, 11_500, 15_500]);
  });

  it("is asked once on a reliable link", () => {
    const { asked } = inquiry(true);
    expect([asked.nextTimeout(), asked.nextBytes()]).toEqual([undefined, 0]);
  });
});
