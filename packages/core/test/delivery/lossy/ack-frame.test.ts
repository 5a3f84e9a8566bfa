import { describe, expect, it } from "vitest";
import { concat, varint } from "../../../src/bytes.ts";
import { readAckFrame } from "../../../src/delivery/lossy/ack-frame.ts";
import { peerError } from "../../fixtures/failure.ts";

const protocol = peerError("ERR_COUNTERSIGN_PROTOCOL");

function read(...integers: number[]) {
  return readBytes(concat(...integers.map(varint)));
}

/** The value stands between other bytes. */
function readBytes(value: Uint8Array) {
  const ranges: number[][] = [];
  const frame = concat(Uint8Array.of(1, 2, 3), value, Uint8Array.of(4, 5, 6));
  const handleAckRange = (smallest: number, largest: number) => ranges.push([smallest, largest]);
  return { delayMs: readAckFrame(frame, 3, 3 + value.length, { handleAckRange }), ranges };
}

// spec
describe("An ACK frame", () => {
  it("names ranges, newest first", () => {
    expect(read(0, 0, 0)).toEqual({ delayMs: 0, ranges: [[0, 0]] });
    expect(read(100, 1_500, 10, 0, 0, 5, 60)).toEqual({
      delayMs: 1.5,
      ranges: [
        [90, 100],
        [88, 88],
        [21, 81],
      ],
    });
    expect(read(Number.MAX_SAFE_INTEGER, 0, Number.MAX_SAFE_INTEGER).ranges).toEqual([[0, Number.MAX_SAFE_INTEGER]]);
  });

  it("names no negative numbers", () => {
    for (const integers of [
      [5, 0, 6],
      [5, 0, 0, 4, 0],
      [5, 0, 0, 3, 1],
      [5, 0, 0, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
      [1, 0, 1, 0, 0],
    ]) {
      expect(() => read(...integers), `${integers}`).toThrow(protocol);
    }
    expect(read(5, 0, 0, 3, 0).ranges.at(-1)).toEqual([0, 0]);
  });

  it("is whole, and has nothing behind its ranges", () => {
    const value = concat(...[100, 1_500, 10, 0, 0].map(varint));
    for (let length = 0; length < value.length; length++) {
      const isWhole = length === concat(...[100, 1_500, 10].map(varint)).length;
      if (!isWhole) expect(() => readBytes(value.subarray(0, length)), `${length} bytes`).toThrow(protocol);
    }
    expect(() => read(100, 0, 0, 0, 0, 0)).toThrow(protocol);
  });

  it("has its integers in their shortest form", () => {
    expect(() => readBytes(Uint8Array.of(0x40, 5, 0, 0))).toThrow(protocol);
  });

  it("has at most 32 ranges", () => {
    const pairs = (count: number) => Array<number>(2 * count).fill(0);
    expect(read(1_000, 0, 0, ...pairs(31)).ranges.length).toBe(32);
    expect(() => read(1_000, 0, 0, ...pairs(32))).toThrow(protocol);
  });
});
