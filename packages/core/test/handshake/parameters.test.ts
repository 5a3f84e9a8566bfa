import { describe, expect, it } from "vitest";
import { concat, lv8, utf8, varint } from "../../src/bytes.ts";
import { decodeParameters, encodeParameters, type Parameters } from "../../src/handshake/parameters.ts";
import { Parameter } from "../../src/wire.ts";
import { peerError } from "../fixtures/failure.ts";
import { fromHex, hex } from "../fixtures/hex.ts";

const malformed = peerError("ERR_COUNTERSIGN_PROTOCOL");
const least: Parameters = { maxMessage: 1_024, maxDatagram: 100, maxPacket: 2 ** 17, idle: 0 };
const all: Parameters = {
  ...least,
  versions: [1, 2],
  suites: ["one", "other"],
  offers: ["none"],
  challenge: Buffer.alloc(32, 7),
};

/** The required ones, with others in front or behind. */
const withFirst = (...fields: Uint8Array[]) => concat(...fields, encodeParameters(least));
const withLast = (...fields: Uint8Array[]) => concat(encodeParameters(least), ...fields);
const withoutIdle = encodeParameters(least).subarray(0, -3);
const field = (id: number, value: Uint8Array) => concat(varint(id), varint(value.length), value);

// spec: W-4
describe("parameters", () => {
  it.each([
    ["the required ones", least],
    ["all", all],
    ["empty lists", { ...least, versions: [], suites: [], offers: [] }],
    ["the largest number", { ...least, maxMessage: Number.MAX_SAFE_INTEGER }],
  ])("come back as they were written: %s", (_which, parameters) => {
    expect(decodeParameters(encodeParameters(parameters))).toEqual(parameters);
  });

  it("are written in ascending order, each with its length", () => {
    expect(hex(encodeParameters(least))).toBe("03024400" + "05024064" + "060480020000" + "070100");
  });

  it("take padding in front, which is passed over", () => {
    const padded = encodeParameters(all, 100);
    expect(padded.length).toBe(encodeParameters(all).length + 3 + 100);
    expect(decodeParameters(padded)).toEqual(all);
  });

  it("may be of kinds that are not known", () => {
    expect(decodeParameters(withLast(field(10, utf8("new")), field(2 ** 40, utf8("newer"))))).toEqual(least);
    expect(decodeParameters(withFirst(field(Parameter.padding, utf8("not zero"))))).toEqual(least);
  });

  it.each([
    ["one that is missing", withoutIdle],
    ["the same twice", withLast(field(Parameter.idle, varint(1)))],
    ["descending ones", withLast(field(Parameter.maxMessage, varint(1)))],
    ["a number with trailing bytes", concat(withoutIdle, field(Parameter.idle, fromHex("0000")))],
    ["a number of no bytes", concat(withoutIdle, field(Parameter.idle, new Uint8Array()))],
    ["a challenge of 31 bytes", withLast(field(Parameter.challenge, Buffer.alloc(31)))],
    ["a name cut off", withLast(field(Parameter.offers, fromHex("056e6f6e65")))],
    ["a name that is not UTF-8", withLast(field(Parameter.offers, lv8(fromHex("ff"))))],
    ["an id not in its shortest form", concat(fromHex("4000"), fromHex("00"))],
  ])("are refused with %s", (_what, bytes) => {
    expect(() => decodeParameters(bytes)).toThrow(malformed);
  });

  it("are refused cut off anywhere but between two of them", () => {
    const { challenge: _, ...others } = all;
    const { offers: __, ...fewer } = others;
    const ends = [fewer, others, all].map((parameters) => encodeParameters(parameters).length);
    const whole = encodeParameters(all);
    for (let end = 0; end < whole.length; end++) {
      const decode = () => decodeParameters(whole.subarray(0, end));
      if (ends.includes(end)) expect(decode, `${end} bytes`).not.toThrow();
      else expect(decode, `${end} bytes`).toThrow(malformed);
    }
  });
});
