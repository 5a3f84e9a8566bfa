import { describe, expect, it } from "vitest";
import { Consumer } from "../../src/api/consumer.ts";
import { usageError } from "../fixtures/failure.ts";
import { uncaught } from "../fixtures/uncaught.ts";
import { arrive, consumerWithLog, nextTurn, taken } from "./fixtures/logged-consumer.ts";

describe("a consumer that iterates", () => {
  it("takes what waited and what comes, in order, and ends", async () => {
    const { consumer, log } = consumerWithLog();
    arrive(consumer, "one", "two");
    const iterator = consumer.iterate();
    expect(await taken(iterator, 2)).toEqual(["one", "two"]);
    const next = taken(iterator, 1);
    arrive(consumer, "three");
    expect(await next).toEqual(["three"]);
    consumer.end(undefined);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(log).toEqual(["finished"]);
  });

  it("takes everything that arrived before an error, and then the error, once", async () => {
    const { consumer } = consumerWithLog();
    const reason = new Error("broken");
    const iterator = consumer.iterate();
    arrive(consumer, "last");
    consumer.end(reason);
    expect(await taken(iterator, 1)).toEqual(["last"]);
    await expect(iterator.next()).rejects.toBe(reason);
    expect((await iterator.next()).done).toBe(true);
  });

  it("hears of the end while it waits", async () => {
    const { consumer } = consumerWithLog();
    const [one, other] = [consumerWithLog().consumer, consumer];
    const ends = [one.iterate().next(), other.iterate().next()];
    one.end(undefined);
    other.end(new Error("broken"));
    expect((await ends[0])?.done).toBe(true);
    await expect(ends[1]).rejects.toThrow("broken");
  });

  it("may leave, and another goes on where it stopped", async () => {
    const { consumer } = consumerWithLog();
    arrive(consumer, "one", "two", "three");
    const first = consumer.iterate();
    await first.next();
    await first.return?.();
    expect(await taken(consumer.iterate(), 2)).toEqual(["two", "three"]);
  });

  it("is through when it leaves behind nothing, and nothing will come", async () => {
    const { consumer, log } = consumerWithLog();
    const iterator = consumer.iterate();
    arrive(consumer, "last");
    consumer.end(undefined);
    await iterator.next();
    expect(log).toEqual([]);
    await iterator.return?.();
    expect(log).toEqual(["finished"]);
  });

  it("is not through while it leaves something behind", async () => {
    const { consumer, log } = consumerWithLog();
    const iterator = consumer.iterate();
    arrive(consumer, "taken", "left");
    consumer.end(undefined);
    await iterator.next();
    await iterator.return?.();
    expect(log).toEqual([]);
  });

  it("gets batches: everything that has arrived, or arrives in a turn", async () => {
    const { consumer } = consumerWithLog();
    arrive(consumer, "one", "two");
    const iterator = consumer.iterateBatches();
    expect((await iterator.next()).value?.map(String)).toEqual(["one", "two"]);
    const next = iterator.next();
    arrive(consumer, "three", "four");
    arrive(consumer, "five");
    expect((await next).value?.map(String)).toEqual(["three", "four"]);
    expect((await iterator.next()).value?.map(String)).toEqual(["five"]);
    consumer.end(undefined);
    expect((await iterator.next()).done).toBe(true);
  });

  it("gets as many packets at once as its buffer holds", async () => {
    const consumer = new Consumer({ bufferBytes: 2 ** 30, setReading: () => {}, finished: () => {} });
    const packets = 200_000;
    for (let count = 0; count < packets; count++) arrive(consumer, "x");
    expect((await consumer.iterateBatches().next()).value).toHaveLength(packets);
  });

  it("gets the rest as a batch, when another took the first", async () => {
    const { consumer } = consumerWithLog();
    arrive(consumer, "one", "two", "three");
    const first = consumer.iterate();
    await first.next();
    await first.return?.();
    expect((await consumer.iterateBatches().next()).value?.map(String)).toEqual(["two", "three"]);
  });
});

describe("a consumer that listens", () => {
  it("gets what waited from the next microtask on, and then at once", async () => {
    const { consumer } = consumerWithLog();
    arrive(consumer, "one", "two");
    const heard: string[] = [];
    consumer.listen((message) => heard.push(String(message)));
    expect(heard).toEqual([]);
    await nextTurn();
    arrive(consumer, "three");
    expect(heard).toEqual(["one", "two", "three"]);
  });

  it("is through when it listens after the end", async () => {
    const { consumer, log } = consumerWithLog();
    arrive(consumer, "last");
    consumer.end(undefined);
    expect(log).toEqual([]);
    const heard: string[] = [];
    consumer.listen((message) => heard.push(String(message)));
    await nextTurn();
    expect([heard, log]).toEqual([["last"], ["finished"]]);
  });

  it("may stop in the middle of what waited, and loses nothing", async () => {
    const { consumer, log } = consumerWithLog();
    arrive(consumer, "one", "two");
    consumer.end(undefined);
    const heard: string[] = [];
    consumer.listen((message) => {
      heard.push(String(message));
      consumer.unlisten();
    });
    await nextTurn();
    expect([heard, log]).toEqual([["one"], []]);
    expect(await taken(consumer.iterate(), 1)).toEqual(["two"]);
  });

  it("may stop in the middle of a turn, and loses nothing", async () => {
    const { consumer } = consumerWithLog();
    const heard: string[] = [];
    consumer.listen((message) => {
      heard.push(String(message));
      consumer.unlisten();
    });
    await nextTurn();
    arrive(consumer, "one", "two");
    expect(heard).toEqual(["one"]);
    expect(await taken(consumer.iterate(), 1)).toEqual(["two"]);
  });

  it("gets the others after a message on which it throws, which is for the process to hear of", async () => {
    const thrown = uncaught();
    const { consumer, log } = consumerWithLog();
    arrive(consumer, "one", "two");
    const heard: string[] = [];
    consumer.listen((message) => {
      heard.push(String(message));
      throw new Error(`on ${message}`);
    });
    await nextTurn();
    arrive(consumer, "three");
    consumer.end(undefined);
    await nextTurn();
    expect(heard).toEqual(["one", "two", "three"]);
    expect(thrown.map(String)).toEqual(["Error: on one", "Error: on two", "Error: on three"]);
    expect(log).toEqual(["finished"]);
  });

  it("may stop before it has heard anything", async () => {
    const { consumer } = consumerWithLog();
    arrive(consumer, "one");
    consumer.listen(() => expect.unreachable());
    consumer.unlisten();
    await nextTurn();
    expect(await taken(consumer.iterate(), 1)).toEqual(["one"]);
  });
});

describe("one consumer at a time", () => {
  const consumed = usageError("ERR_COUNTERSIGN_CONSUMED");

  it("is all there may be", async () => {
    const { consumer } = consumerWithLog();
    const iterator = consumer.iterate();
    expect(() => consumer.iterate()).toThrow(consumed);
    expect(() => consumer.iterateBatches()).toThrow(consumed);
    expect(() => consumer.listen(() => {})).toThrow(consumed);
    await iterator.return?.();
    consumer.listen(() => {});
    consumer.listen(() => {}); // a second listener of the same session's
    expect(() => consumer.iterate()).toThrow(consumed);
    consumer.unlisten();
    consumer.iterate();
  });
});

// spec: S-7
describe("an end that comes before anybody takes", () => {
  it("waits for the turn in which somebody may", async () => {
    const { consumer, log } = consumerWithLog();
    consumer.end(undefined);
    await Promise.resolve();
    const iterator = consumer.iterateBatches(false);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    await nextTurn();
    expect(log).toEqual([]);
  });

  it("waits no longer", async () => {
    const { consumer, log } = consumerWithLog();
    consumer.end(undefined);
    expect(log).toEqual([]);
    await nextTurn();
    expect(log).toEqual(["finished"]);
  });
});
