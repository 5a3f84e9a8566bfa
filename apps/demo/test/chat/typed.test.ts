import { expect, it } from "vitest";
import { readTyped } from "../../src/chat/client/typed.ts";

it.each([
  ["hello", { kind: "say", text: "hello" }],
  ["  indented", { kind: "say", text: "  indented" }],
  ["//who", { kind: "say", text: "/who" }],
  ["", { kind: "nothing" }],
  [" \t", { kind: "nothing" }],
  ["/who", { kind: "who" }],
  ["/quit ", { kind: "quit" }],
  ["/help", { kind: "help" }],
  ["/whom", { kind: "unknown", word: "/whom" }],
  ["/", { kind: "unknown", word: "/" }],
  ["/send cat.png", { kind: "send", path: "cat.png" }],
  ["/send  my cat.png ", { kind: "send", path: "my cat.png" }],
  ["/send 'my cat.png'", { kind: "send", path: "my cat.png" }],
  ["/send", { kind: "unknown", word: "/send" }],
])("reads %j", (line, typed) => {
  expect(readTyped(line)).toEqual(typed);
});
