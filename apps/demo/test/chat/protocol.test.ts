import { describe, expect, it } from "vitest";
import { maxChunkBytes, maxFileBytes } from "../../src/chat/files/limits.ts";
import {
  decodeFromClient,
  decodeFromServer,
  encode,
  type FromServer,
  maxMembers,
  maxMessageBytes,
  maxTextLength,
} from "../../src/chat/protocol.ts";

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

describe("the chat's protocol", () => {
  it.each<FromServer>([
    { kind: "welcome", names: ["alice", "bob-2"] },
    { kind: "said", name: "alice", text: "你好 \u001b[2J \ud800" },
    { kind: "joined", name: "alice" },
    { kind: "left", name: "alice", how: "left" },
    { kind: "goodbye", reason: "" },
    { kind: "coming", transfer: 7, name: "alice", file: "../猫.png", bytes: 0 },
    { kind: "finish", transfer: 7, sha256: "0123456789abcdef".repeat(4) },
    { kind: "said", name: "alice", text: "hello", line: "0123456789abcdef-12" },
  ])("carries $kind", (message) => {
    expect(decodeFromServer(Buffer.from(encode(message)))).toEqual(message);
  });

  it.each([
    ["nothing", Buffer.alloc(0)],
    ["no JSON", Buffer.from("{")],
    ["no UTF-8", Buffer.from([0x22, 0xff, 0x22])],
    ["null", json(null)],
    ["a list", json([])],
    ["no kind", json({ text: "hello" })],
    ["a kind that is no text", json({ kind: ["say"], text: "hello" })],
    ["an unknown kind", json({ kind: "send", file: "x" })],
    ["a kind that every object has", json({ kind: "toString" })],
    ["a kind of the other side", json({ kind: "said", name: "alice", text: "hello" })],
    ["a missing field", json({ kind: "say" })],
    ["a field of another type", json({ kind: "say", text: { length: 1 } })],
    ["a line's name that is none", json({ kind: "say", text: "hello", line: "0" })],
    ["an empty chunk", Buffer.alloc(5)],
    ["half a chunk's head", Buffer.alloc(3)],
    ["too long a chunk", Buffer.alloc(5 + maxChunkBytes + 1)],
    ["too large a file", json({ kind: "offer", file: "x", bytes: maxFileBytes + 1 })],
    ["less than nothing of a file", json({ kind: "offer", file: "x", bytes: -1 })],
    ["a file without a name", json({ kind: "offer", file: "", bytes: 1 })],
    ["too long a name of a file", json({ kind: "offer", file: "x".repeat(256), bytes: 1 })],
    ["half a hash", json({ kind: "finish", transfer: 1, sha256: "0123" })],
    ["a transfer that is no number", json({ kind: "had", transfer: "1", bytes: 1 })],
    ["too long a text", json({ kind: "say", text: "x".repeat(maxTextLength + 1) })],
  ])("takes %s for no message of a client", (_what, bytes) => {
    expect(decodeFromClient(bytes)).toBeUndefined();
  });

  it("carries a chunk, the largest too", () => {
    for (const data of [Buffer.from("{}"), Buffer.alloc(maxChunkBytes, 0xff)]) {
      const message = { kind: "chunk", transfer: 2 ** 32 - 1, data } as const;
      const bytes = Buffer.from(encode(message));
      expect(bytes.length).toBeLessThanOrEqual(maxMessageBytes);
      expect(decodeFromClient(bytes)).toEqual(message);
      expect(decodeFromServer(bytes)).toEqual(message);
    }
  });

  it.each(["", "Alice", "al ice", "al\u001bice", "аlice", "-rf", "a".repeat(33), 7, null])(
    "takes %j for no name",
    (name) => {
      expect(decodeFromServer(json({ kind: "joined", name }))).toBeUndefined();
      expect(decodeFromServer(json({ kind: "welcome", names: ["alice", name] }))).toBeUndefined();
    },
  );

  it("has room for the longest text and the longest list of names", () => {
    const text = "\u0000".repeat(maxTextLength);
    expect(encode({ kind: "said", name: "a".repeat(32), text }).length).toBeLessThanOrEqual(maxMessageBytes);
    const names = Array.from({ length: maxMembers }, () => "a".repeat(32));
    expect(encode({ kind: "welcome", names }).length).toBeLessThanOrEqual(maxMessageBytes);
  });
});
