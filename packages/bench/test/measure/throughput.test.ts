import { describe, expect, it } from "vitest";
import { type Order, orderMessage, parseOrder } from "../../src/measure/order.ts";
import { Peer } from "../../src/measure/peer.ts";
import { measureThroughput } from "../../src/measure/throughput.ts";
import type { Dial } from "../../src/subjects/subject.ts";

/** A server in the same turn, and the orders it was given. */
function stage() {
  const orders: Order[] = [];
  const dial: Dial = async (sink) => {
    const answers = { send: (message: Buffer) => void queueMicrotask(() => sink.handleMessages([message])) };
    const peer = new Peer({ ...answers, close: async () => {} });
    const send = (message: Buffer) => {
      const order = message.length < 64 ? parseOrder(message) : undefined;
      if (order) orders.push(order);
      peer.handleMessages([message]);
    };
    return { send: (message) => void send(message), close: async () => {} };
  };
  return { dial, orders };
}

describe("measureThroughput", () => {
  it("sizes batches by earlier samples: 250 MB/s are 1,000 messages of 1,000 bytes in 4 ms", async () => {
    const { dial, orders } = stage();
    await measureThroughput(
      dial,
      1000,
      { taskMs: 1, settleMs: 0, batchMs: 4, shareMs: 1, sessions: 1 },
      [240, 250, 990],
    );
    expect(new Set(orders.map(orderText))).toEqual(new Set([orderText({ kind: "receive", size: 1000, count: 1000 })]));
  });

  it("sends at least a few messages, however slow it was and however short a batch shall be", async () => {
    const { dial, orders } = stage();
    await measureThroughput(
      dial,
      1024 * 1024,
      { taskMs: 1, settleMs: 0, batchMs: 0.01, shareMs: 1, sessions: 1 },
      [0.001],
    );
    await measureThroughput(dial, 1024 * 1024, { taskMs: 1, settleMs: 0, batchMs: 0.000_001, shareMs: 1, sessions: 1 });
    expect(new Set(orders.map(orderText))).toEqual(
      new Set([orderText({ kind: "receive", size: 1024 * 1024, count: 4 })]),
    );
  });

  it("measures nothing over a connection that ends", async () => {
    const dial: Dial = async (sink) => {
      queueMicrotask(() => sink.handleEnd());
      return { send: () => undefined, close: async () => {} };
    };
    await expect(
      measureThroughput(dial, 64, { taskMs: 1, settleMs: 0, batchMs: 1, shareMs: 1, sessions: 1 }),
    ).rejects.toThrow(/connection ended/);
  });
});

function orderText(order: Order): string {
  return orderMessage(order).toString();
}
