import { describe, expect, it } from "vitest";
import { FrameReader } from "../../src/subjects/frame-reader.ts";

const messages = ["", "a", "hello", "x".repeat(300), "", "end"].map((text) => Buffer.from(text));
const stream = Buffer.concat(
  messages.flatMap((message) => {
    const prefix = Buffer.alloc(4);
    prefix.writeUInt32BE(message.length);
    return [prefix, message];
  }),
);

describe("FrameReader", () => {
  it.each([1, 2, 3, 4, 5, 7, 100, 303, stream.length])("finds every message in chunks of %d bytes", (size) => {
    const reader = new FrameReader();
    const found: Buffer[] = [];
    for (let at = 0; at < stream.length; at += size) found.push(...reader.read(stream.subarray(at, at + size)));
    expect(found).toEqual(messages);
  });

  it("holds back what is not complete", () => {
    const reader = new FrameReader();
    expect(reader.read(Buffer.from([0, 0, 0, 2, 65]))).toEqual([]);
    expect(reader.read(Buffer.from([66, 0]))).toEqual([Buffer.from("AB")]);
  });

  it("refuses a length that no message has, before it takes memory for it", () => {
    expect(() => new FrameReader().read(Buffer.from([255, 255, 255, 255, 0]))).toThrow(/4294967295 bytes/);
  });
});
