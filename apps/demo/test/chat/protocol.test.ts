import { describe, expect, it } from "vitest";
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
    ["too long a text", json({ kind: "say", text: "x".repeat(maxTextLength + 1) })],
  ])("takes %s for no message of a client", (_what, bytes) => {
    expect(decodeFromClient(bytes)).toBeUndefined();
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
