import { describe, expect, it } from "vitest";
import { headerBytes, maxPacketNumber, readNumber, writeHeader } from "../../src/packet/header.ts";
import { hex } from "../fixtures/hex.ts";

// spec: P-1
describe("packet header", () => {
  it("is the epoch alone on a reliable link", () => {
    const packet = Buffer.alloc(8, 0xee);
    writeHeader(packet, true, 1, 99);
    expect(headerBytes(true)).toBe(1);
    expect(hex(packet)).toBe("01eeeeeeeeeeeeee");
  });

  it.each([
    [0, "000000000000"],
    [258, "000000000102"],
    [2 ** 32 + 5, "000100000005"],
    [maxPacketNumber, "ffffffffffff"],
  ])("is the epoch and number %d in six bytes on a lossy link", (number, text) => {
    const packet = Buffer.alloc(8, 0xee);
    writeHeader(packet, false, 0, number);
    expect(headerBytes(false)).toBe(7);
    expect(hex(packet)).toBe(`00${text}ee`);
    expect(readNumber(packet)).toBe(number);
  });
});
