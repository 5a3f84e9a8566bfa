import { describe, expect, it } from "vitest";
import { Unread } from "../../src/api/unread.ts";
import { arrive, consumerWithLog, nextTurn, taken, viewsOf } from "./fixtures/logged-consumer.ts";

// spec: S-5
describe("backpressure", () => {
  const message = "x".repeat(100); // 300 bytes with what a message costs beside its own

  it("stops the link when the buffer is full, and goes on when half of it is taken", async () => {
    const { consumer, log } = consumerWithLog();
    arrive(consumer, message, message, message);
    expect(log).toEqual([]);
    arrive(consumer, message);
    arrive(consumer, message);
    expect(log).toEqual(["stop"]);
    const iterator = consumer.iterate();
    await taken(iterator, 3);
    expect(log).toEqual(["stop"]);
    await taken(iterator, 1);
    expect(log).toEqual(["stop", "read"]);
  });

  it("counts empty messages too", () => {
    const { consumer, log } = consumerWithLog();
    arrive(consumer, "", "", "", "");
    expect(log).toEqual([]);
    arrive(consumer, "");
    expect(log).toEqual(["stop"]);
  });

  it("ends when a batch takes everything", async () => {
    const { consumer, log } = consumerWithLog();
    arrive(consumer, message, message, message, message);
    await consumer.iterateBatches().next();
    expect(log).toEqual(["stop", "read"]);
  });

  it("is none for a listener", async () => {
    const { consumer, log } = consumerWithLog();
    consumer.listen(() => {});
    await nextTurn();
    for (let i = 0; i < 10; i++) arrive(consumer, message);
    expect(log).toEqual([]);
  });

  it("counts the memory that messages keep alive, once for all that share it", async () => {
    const { consumer, log } = consumerWithLog();
    const packet = Buffer.allocUnsafeSlow(200);
    consumer.push(viewsOf(packet, 2));
    consumer.push(viewsOf(packet, 1));
    expect(log).toEqual([]);
    consumer.push(viewsOf(Buffer.allocUnsafeSlow(100), 1));
    expect(log).toEqual(["stop"]);
    const iterator = consumer.iterate();
    await iterator.next();
    expect(log).toEqual(["stop"]);
    await iterator.next();
    expect(log).toEqual(["stop", "read"]);
  });

  it("counts what waits, though the queue is never empty", async () => {
    const unread = new Unread();
    for (let i = 0; i < 5_000; i++) {
      unread.push(viewsOf(Buffer.allocUnsafeSlow(10), 1));
      if (i > 0) unread.shift();
    }
    expect(unread.heldBytes).toBe(210);
    unread.shift();
    expect([unread.heldBytes, unread.isEmpty, unread.shift()]).toEqual([0, true, undefined]);
  });

  it("drops nothing, however much comes", async () => {
    const { consumer } = consumerWithLog();
    for (let i = 0; i < 100; i++) arrive(consumer, message);
    consumer.end(undefined);
    let left = 0;
    const iterator = consumer.iterate();
    while (!(await iterator.next()).done) left++;
    expect(left).toBe(100);
  });
});
