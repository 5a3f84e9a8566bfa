import { describe, expect, it } from "vitest";
import { readVarint, varintBytes, varintBytesOf, writeVarint } from "../src/varint.ts";
import { peerError } from "./fixtures/failure.ts";
import { fromHex, hex } from "./fixtures/hex.ts";

const malformed = peerError("ERR_COUNTERSIGN_PROTOCOL");

function read(text: string): number {
  const bytes = fromHex(text);
  return readVarint(bytes, 0, bytes.length);
}

// spec: W-8
describe("varints", () => {
  // The examples of RFC 9000 §A.1 that are in our range and in their shortest form, then every edge of a length.
  it.each([
    [494_878_333, "9d7f3e7d"],
    [15_293, "7bbd"],
    [37, "25"],
    [0, "00"],
    [63, "3f"],
    [64, "4040"],
    [16_383, "7fff"],
    [16_384, "80004000"],
    [2 ** 30 - 1, "bfffffff"],
    [2 ** 30, "c000000040000000"],
    [2 ** 32 + 1, "c000000100000001"],
    [2 ** 53 - 1, "c01fffffffffffff"],
  ])("writes and reads %d as %s", (value, text) => {
    const bytes = Buffer.alloc(8, 0xee);
    const end = writeVarint(bytes, 0, value);
    expect(hex(bytes.subarray(0, end))).toBe(text);
    expect(varintBytes(value)).toBe(end);
    expect(varintBytesOf(bytes[0] as number)).toBe(end);
    expect(read(text)).toBe(value);
  });

  it("writes and reads in the middle of other bytes, and nothing beyond", () => {
    const bytes = Buffer.alloc(5, 0xee);
    expect(writeVarint(bytes, 2, 15_293)).toBe(4);
    expect(hex(bytes)).toBe("eeee7bbdee");
    expect(readVarint(bytes, 2, 4)).toBe(15_293);
  });

  it.each(["4025", "403f", "80000000", "80003fff", "c000000000000001", "c00000003fffffff"])(
    "refuses %s, which is not in its shortest form",
    (text) => {
      expect(() => read(text)).toThrow(malformed);
    },
  );

  it.each(["c020000000000000", "c2197c5eff14e88c", "ffffffffffffffff"])("refuses %s, which is 2^53 or more", (text) => {
    expect(() => read(text)).toThrow(malformed);
  });

  it.each(["7bbd", "9d7f3e7d", "c01fffffffffffff"])("refuses %s cut off anywhere", (text) => {
    const bytes = fromHex(text);
    for (let end = 0; end < bytes.length; end++) {
      expect(() => readVarint(bytes, 0, end), `${end} bytes`).toThrow(malformed);
    }
  });
});
