import { describe, expect, it } from "vitest";
import { readVarint, varintBytes, writeVarint } from "../../src/varint.ts";
import { peerError } from "../fixtures/failure.ts";
import { fromHex, hex } from "../fixtures/hex.ts";
import { vectors } from "../fixtures/vectors.ts";

interface Integer {
  readonly bytes: string;
  readonly value?: string;
  readonly result: "ok" | "malformed";
}

// spec: W-8
describe("integers.json", () => {
  it.each(vectors<Integer>("integers"))("$result: $comment", ({ bytes, value, result }) => {
    const from = fromHex(bytes);
    const read = () => readVarint(from, 0, from.length);
    if (result === "malformed") return expect(read).toThrow(peerError("ERR_COUNTERSIGN_PROTOCOL"));
    const number = Number(value);
    expect(read()).toBe(number);
    const into = Buffer.alloc(varintBytes(number));
    expect(writeVarint(into, 0, number)).toBe(into.length);
    expect(hex(into)).toBe(bytes);
  });
});
