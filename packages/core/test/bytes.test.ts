import { describe, expect, it } from "vitest";
import { ByteReader, concat, lv8, lv16, readUtf8, u8, u16, utf8, varint } from "../src/bytes.ts";
import { peerError } from "./fixtures/failure.ts";
import { fromHex, hex } from "./fixtures/hex.ts";

const malformed = peerError("ERR_COUNTERSIGN_PROTOCOL");

describe("building a message", () => {
  it("writes fields big-endian", () => {
    const message = concat(u8(0xff), u16(0x1234), lv8(utf8("ab")), lv16(utf8("c")), varint(15_293));
    expect(hex(message)).toBe("ff1234026162000163" + "7bbd");
  });

  it("writes the length of an empty value", () => {
    expect(hex(concat(lv8(new Uint8Array()), lv16(new Uint8Array())))).toBe("000000");
  });
});

describe("ByteReader", () => {
  it("reads back what was written", () => {
    const reader = new ByteReader(concat(u8(7), u16(65_535), varint(2 ** 40), utf8("rest")));
    expect([reader.u8(), reader.u16(), reader.varint()]).toEqual([7, 65_535, 2 ** 40]);
    expect(reader.left).toBe(4);
    expect(readUtf8(reader.take(4))).toBe("rest");
    reader.end();
  });

  it.each([
    ["a byte", "", (reader: ByteReader) => reader.u8()],
    ["a u16", "01", (reader: ByteReader) => reader.u16()],
    ["a varint", "40", (reader: ByteReader) => reader.varint()],
    ["bytes", "01", (reader: ByteReader) => reader.take(2)],
  ])("refuses %s cut off", (_what, text, read) => {
    expect(() => read(new ByteReader(fromHex(text)))).toThrow(malformed);
  });

  it("refuses trailing bytes", () => {
    const reader = new ByteReader(fromHex("0102"));
    reader.u8();
    expect(() => reader.end()).toThrow(malformed);
  });

  it("refuses text that is not UTF-8", () => {
    expect(() => readUtf8(fromHex("61ff"))).toThrow(malformed);
    expect(readUtf8(utf8("grüße"))).toBe("grüße");
  });
});
