import { expect, it } from "vitest";
import { Outbox } from "../../src/chat/client/outbox.ts";
import { decodeFromClient, encode, type FromClient } from "../../src/chat/protocol.ts";

function sentBy(outbox: Outbox) {
  const messages: Extract<FromClient, { kind: "say" }>[] = [];
  for (let message = outbox.next(); message?.kind === "say"; message = outbox.next()) messages.push(message);
  return messages;
}

it("keeps what was typed until it is heard, and sends the rest again, under the same numbers", () => {
  const outbox = new Outbox();
  for (const text of ["one", "two", "three"]) outbox.add(text);
  const first = sentBy(outbox);
  expect(first.map(({ text }) => text)).toEqual(["one", "two", "three"]);
  for (const message of first) expect(decodeFromClient(Buffer.from(encode(message)))).toEqual(message);
  expect(sentBy(outbox)).toEqual([]);
  outbox.heard(first[0]?.line);
  outbox.heard(undefined);
  outbox.heard("0123456789abcdef-3");
  expect(outbox.texts).toEqual(["two", "three"]);
  outbox.rewind();
  outbox.add("four");
  const again = sentBy(outbox);
  expect(again.slice(0, 2)).toEqual(first.slice(1));
  expect(again[2]?.text).toBe("four");
  outbox.heard(again[2]?.line);
  expect(outbox.texts).toEqual([]);
});

it("believes no server that it heard what was not sent", () => {
  const outbox = new Outbox();
  outbox.add("one");
  const [message] = sentBy(outbox);
  outbox.add("two");
  outbox.heard(message?.line?.replace(/1$/, "99"));
  expect(outbox.texts).toEqual(["two"]);
});
