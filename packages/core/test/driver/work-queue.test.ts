import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/driver/clock.ts";
import { WorkQueue } from "../../src/driver/work-queue.ts";

// spec: H-10
describe("WorkQueue", () => {
  it("runs no more at a time than there are cores, and everything in the end", async () => {
    const queue = new WorkQueue(systemClock, 10_000);
    let running = 0;
    let most = 0;
    const job = async (index: number) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return index;
    };
    const all = Array.from({ length: 20 }, (_, i) => queue.run(() => job(i), wanted));
    expect(await Promise.all(all)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(most).toBe(Math.min(20, availableParallelism()));
  });

  it("drops work that nobody wants any more", async () => {
    const queue = new WorkQueue(systemClock, 10_000);
    let ran = 0;
    const blockers = Array.from({ length: availableParallelism() }, () => queue.run(pause, wanted));
    for (let i = 0; i < 100; i++) void queue.run(() => ran++, unwanted);
    const last = queue.run(() => "served", wanted);
    await Promise.all(blockers);
    expect(await last).toBe("served");
    expect(ran).toBe(0);
  });

  it("gives up waiting for work that hangs", async () => {
    const queue = new WorkQueue(systemClock, 20);
    for (let i = 0; i < availableParallelism(); i++) void queue.run(() => new Promise(() => {}), wanted);
    expect(await queue.run(() => "served", wanted)).toBe("served");
  });

  it("passes on errors and goes on", async () => {
    const queue = new WorkQueue(systemClock, 10_000);
    await expect(queue.run(() => Promise.reject(new Error("no")), wanted)).rejects.toThrow("no");
    await expect(queue.run(throwing, wanted)).rejects.toThrow("neither");
    expect(await queue.run(() => 1, wanted)).toBe(1);
  });
});

const wanted = () => true;
const unwanted = () => false;
const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

function throwing(): never {
  throw new Error("neither");
}
