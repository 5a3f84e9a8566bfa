import { describe, expect, it } from "vitest";
import { SourceIterator } from "../../src/api/iterator.ts";
import type { Sleeper } from "../../src/api/sleepers.ts";

/** An iteration over what is put into `items`, and a way to wake it. */
function sourced(items: string[], options: { fails?: Error } = {}) {
  const sleepers: Sleeper[] = [];
  let left = 0;
  let ended = false;
  const iterator = new SourceIterator<string>({
    poll: () => {
      const value = items.shift();
      if (value !== undefined) return { done: false, value };
      if (options.fails) throw options.fails;
      return ended ? { done: true, value: undefined } : undefined;
    },
    wait: (sleeper) => sleepers.push(sleeper),
    leave: () => left++,
  });
  const wake = () => {
    for (const sleeper of sleepers.splice(0)) sleeper.wake();
  };
  return {
    iterator,
    wake,
    put(...more: string[]) {
      items.push(...more);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    left: () => left,
  };
}

const item = (value: string) => ({ done: false, value });
const done = { done: true, value: undefined };

describe("SourceIterator", () => {
  it("takes what there is, waits for more, and leaves once at the end", async () => {
    const { iterator, put, end, left } = sourced(["one"]);
    expect(await iterator.next()).toEqual(item("one"));
    const next = iterator.next();
    put("two");
    expect(await next).toEqual(item("two"));
    end();
    expect([await iterator.next(), await iterator.next()]).toEqual([done, done]);
    expect(left()).toBe(1);
  });

  it("goes on waiting when it was woken for nothing", async () => {
    const { iterator, put, wake } = sourced([]);
    const next = iterator.next();
    wake();
    await Promise.resolve();
    put("one");
    expect(await next).toEqual(item("one"));
  });

  it("answers several calls in the order in which they were made", async () => {
    const { iterator, put, end } = sourced([]);
    const calls = [iterator.next(), iterator.next(), iterator.next()];
    put("one", "two");
    calls.push(iterator.next()); // though "one" is there, those before come first
    put("three");
    end();
    expect(await Promise.all(calls)).toEqual([item("one"), item("two"), item("three"), done]);
  });

  it("answers several calls when one thing comes at a time", async () => {
    const { iterator, put } = sourced([]);
    const calls = [iterator.next(), iterator.next(), iterator.next()];
    for (const text of ["one", "two", "three"]) {
      put(text);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await Promise.all(calls)).toEqual([item("one"), item("two"), item("three")]);
  });

  it("fails once and is over", async () => {
    const fails = new Error("broken");
    const { iterator, left } = sourced(["one"], { fails });
    expect(await iterator.next()).toEqual(item("one"));
    await expect(iterator.next()).rejects.toBe(fails);
    expect(await iterator.next()).toEqual(done);
    expect(left()).toBe(1);
  });

  it("may be left in the middle: calls that wait are answered, and nothing is taken", async () => {
    const items: string[] = [];
    const { iterator, put, left } = sourced(items);
    const waiting = iterator.next();
    expect(await iterator.return?.()).toEqual(done);
    expect(await waiting).toEqual(done);
    put("one");
    expect(await iterator.next()).toEqual(done);
    expect([items, left()]).toEqual([["one"], 1]);
  });
});
