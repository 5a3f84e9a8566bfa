import { describe, expect, it } from "vitest";
import { messagesOf } from "../../src/measure/messages.ts";
import { orderMessage } from "../../src/measure/order.ts";
import { Peer } from "../../src/measure/peer.ts";

const size = 64;
const count = 5;
const batch = messagesOf(size).slice(0, count);
const order = orderMessage({ kind: "receive", size, count });

/** What the server says to a client that sends these messages at once. */
function answersTo(...messages: Buffer[]): string[] {
  const said: string[] = [];
  const peer = new Peer({
    send: (message) => void said.push(message.toString()),
    close: () => Promise.resolve(),
  });
  peer.handleMessages(messages);
  return said;
}

function changed(message: Buffer, at: number): Buffer {
  const copy = Buffer.from(message);
  copy[at] = (copy[at] as number) ^ 1;
  return copy;
}

describe("Peer", () => {
  it("greets before anything is asked of it", () => {
    expect(answersTo()).toEqual(["ready"]);
  });

  it("acknowledges a batch when its last message has arrived, and takes another order", () => {
    expect(answersTo(order, ...batch.slice(0, -1))).toEqual(["ready"]);
    expect(answersTo(order, ...batch, order, ...batch)).toEqual(["ready", "received 5", "received 5"]);
  });

  it("echoes", () => {
    expect(answersTo(orderMessage({ kind: "echo" }), Buffer.from("a"), Buffer.from("b"))).toEqual(["ready", "a", "b"]);
  });

  const [first, second, third, fourth, fifth] = batch as [Buffer, Buffer, Buffer, Buffer, Buffer];
  it.each([
    ["changed in its number", [first, changed(second, 0), third, fourth, fifth]],
    ["changed in its last byte", [first, changed(second, size - 1), third, fourth, fifth]],
    ["cut", [first, second.subarray(1), third, fourth, fifth]],
    ["longer", [first, Buffer.concat([second, second]), third, fourth, fifth]],
    ["lost", [first, third, fourth, fifth]],
    ["doubled", [first, first, second, third, fourth]],
    ["out of turn", [first, third, second, fourth, fifth]],
  ])("refuses a batch in which a message is %s", (_what, messages) => {
    expect(answersTo(order, ...messages)).toEqual(["ready", expect.stringMatching(/^message 1 of 5 arrived changed/)]);
  });

  it("refuses what is no order", () => {
    expect(answersTo(Buffer.from('{"kind":"receive","size":64,"count":-1}'))).toEqual([
      "ready",
      "an order arrived changed",
    ]);
    expect(answersTo(changed(order, 3), ...batch)).toEqual(["ready", "an order arrived changed"]);
  });
});
