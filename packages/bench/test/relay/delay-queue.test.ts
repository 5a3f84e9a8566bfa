import { describe, expect, it } from "vitest";
import { DelayQueue } from "../../src/relay/delay-queue.ts";

describe("DelayQueue", () => {
  it("gives out what is due, a millisecond at a time, in the order in which it came", () => {
    const queue = new DelayQueue<string>(10);
    queue.push("c", 12.2);
    queue.push("a", 10.1);
    queue.push("b", 10.9);
    expect(queue.nextAt).toBe(10);
    expect(queue.take(9.99)).toEqual([]);
    expect(queue.take(10)).toEqual(["a", "b"]);
    expect(queue.nextAt).toBe(12);
    expect(queue.take(100)).toEqual(["c"]);
    expect(queue.nextAt).toBeUndefined();
  });

  it("starts again when it was empty, earlier or later", () => {
    const queue = new DelayQueue<string>(10);
    queue.push("a", 1_000);
    expect(queue.take(1_000)).toEqual(["a"]);
    queue.push("b", 500);
    expect(queue.nextAt).toBe(500);
    queue.push("c", 5_000);
    queue.push("d", 400);
    expect(queue.take(5_000)).toEqual(["d", "b", "c"]);
  });

  it("takes no more than its bound, and more again when some have left", () => {
    const queue = new DelayQueue<number>(3);
    expect([1, 2, 3, 4].map((item) => queue.push(item, item))).toEqual([true, true, true, false]);
    expect(queue.size).toBe(3);
    expect(queue.take(1)).toEqual([1]);
    expect(queue.push(5, 5)).toBe(true);
    expect(queue.take(9)).toEqual([2, 3, 5]);
  });
});
