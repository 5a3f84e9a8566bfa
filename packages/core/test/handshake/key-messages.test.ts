import { describe, expect, it } from "vitest";
import { concat, utf8 } from "../../src/bytes.ts";
import { decodeKeyRequest, encodeKeyRequest } from "../../src/handshake/key-request.ts";
import { decodeKeys, encodeKeys, fittingKeys } from "../../src/handshake/keys.ts";
import { peerError } from "../fixtures/failure.ts";
import { withEachByteChanged } from "../fixtures/flip.ts";
import { fromHex, hex } from "../fixtures/hex.ts";

const clientId = fromHex("0102030405060708");
const malformed = peerError("ERR_COUNTERSIGN_PROTOCOL");

// spec: W-12
describe("KEYREQ", () => {
  const request = encodeKeyRequest({ clientId, suite: "suite" });

  it("is laid out as specified, and has 1,200 bytes", () => {
    expect(request.length).toBe(1_200);
    expect(hex(request.subarray(0, 16))).toBe(`c5010102030405060708${"05"}${hex(utf8("suite"))}`);
    expect(request.subarray(16).every((byte) => byte === 0)).toBe(true);
  });

  it("comes back as it was written, whatever suite it names", () => {
    for (const suite of ["", "suite", "ä".repeat(127)]) {
      const read = decodeKeyRequest(encodeKeyRequest({ clientId, suite }));
      expect([hex(read.clientId), read.suite]).toEqual([hex(clientId), suite]);
    }
  });

  // spec: W-5
  it("is refused cut off anywhere, longer, or filled with anything but zeros", () => {
    for (const bytes of [1, 9, 10, 15, 16, 1_199])
      expect(() => decodeKeyRequest(request.subarray(0, bytes)), `${bytes}`).toThrow(malformed);
    expect(() => decodeKeyRequest(request.subarray(0, 1_199))).toThrow(malformed);
    expect(() => decodeKeyRequest(concat(request, new Uint8Array(1)))).toThrow(malformed);
    for (const at of [16, 17, 600, 1_199]) {
      expect(() => decodeKeyRequest(Uint8Array.from(request).fill(1, at, at + 1))).toThrow(malformed);
    }
  });
});

// spec: W-13
describe("KEYS", () => {
  const keys = [fromHex("aabb"), fromHex("cc")];
  const answer = encodeKeys({ clientId, keys });

  it("is laid out as specified", () => {
    expect(hex(answer)).toBe("c6010102030405060708" + "02" + "0002aabb" + "0001cc");
  });

  it("comes back as it was written, with no key too", () => {
    for (const some of [keys, []]) {
      const read = decodeKeys(encodeKeys({ clientId, keys: some }));
      expect(read.keys.map(hex)).toEqual(some.map(hex));
      expect(hex(read.clientId)).toBe(hex(clientId));
    }
  });

  // spec: W-5
  it("is refused cut off anywhere, or with trailing bytes", () => {
    for (let end = 1; end < answer.length; end++) {
      expect(() => decodeKeys(answer.subarray(0, end)), `${end} bytes`).toThrow(malformed);
    }
    expect(() => decodeKeys(concat(answer, utf8("x")))).toThrow(malformed);
  });

  it("is refused when it names a key twice, or more keys than there are, or is of another version", () => {
    expect(() => decodeKeys(encodeKeys({ clientId, keys: [...keys, fromHex("aabb")] }))).toThrow(malformed);
    expect(() => decodeKeys(Uint8Array.from(answer).fill(3, 10, 11))).toThrow(malformed);
    expect(() => decodeKeys(Uint8Array.from(answer).fill(2, 1, 2))).toThrow(peerError("ERR_COUNTERSIGN_VERSION"));
  });

  it("is refused when it is longer than the KEYREQ that it answers", () => {
    const filled = (bytes: number) => encodeKeys({ clientId, keys: [new Uint8Array(bytes - 13)] });
    expect(decodeKeys(filled(1_200)).keys).toHaveLength(1);
    expect(() => decodeKeys(filled(1_201))).toThrow(malformed);
  });

  // spec: H-25
  it("holds the keys that fit, in their order, and never more bytes than KEYREQ", () => {
    const key = (bytes: number) => new Uint8Array(bytes).fill(bytes % 251);
    const sizes = (...bytes: number[]) => fittingKeys(bytes.map(key)).map(({ length }) => length);
    expect(sizes(550, 550, 294)).toEqual([550, 550]);
    expect(sizes(550, 1_000, 294)).toEqual([550, 294]);
    expect(sizes(1_187)).toEqual([1_187]);
    expect(sizes(1_188)).toEqual([]);
    expect(sizes(...Array<number>(40).fill(44))).toHaveLength(25);
    for (let bytes = 1; bytes < 1_300; bytes += 7) {
      const kept = fittingKeys(Array.from({ length: 300 }, (_, index) => key(bytes + index)));
      expect(encodeKeys({ clientId, keys: kept }).length).toBeLessThanOrEqual(1_200);
    }
  });

  it("means something else when any byte of it is changed", () => {
    for (const { changed } of withEachByteChanged(answer)) {
      const same = () => hex(encodeKeys(decodeKeys(changed))) === hex(answer);
      expect(attempt(same)).not.toBe(true);
    }
  });
});

function attempt(run: () => boolean): boolean | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
