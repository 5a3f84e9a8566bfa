import { scrypt } from "node:crypto";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { virtualClock } from "../../src/testing/virtual-clock.ts";

describe("virtualClock: order", () => {
  it("starts at 0 and runs timers in the order of their times", async () => {
    const clock = virtualClock();
    const seen: [string, number][] = [];
    const at = (name: string, ms: number) => clock.setTimer(() => seen.push([name, clock.now()]), ms);
    at("c", 30);
    at("a", 10.5);
    at("b", 20);
    expect(clock.now()).toBe(0);
    await clock.runUntilIdle();
    expect(seen).toEqual([
      ["a", 10.5],
      ["b", 20],
      ["c", 30],
    ]);
  });

  it("runs what is due at one time in the order in which it was set", async () => {
    const clock = virtualClock();
    const seen: number[] = [];
    for (let index = 0; index < 100; index += 1) clock.setTimer(() => seen.push(index), index % 2);
    await clock.runUntilIdle();
    const inOrder = Array.from({ length: 100 }, (_, index) => index);
    expect(seen).toEqual([
      ...inOrder.filter((index) => index % 2 === 0),
      ...inOrder.filter((index) => index % 2 === 1),
    ]);
  });

  it("runs at once what was set for a time that has passed, but never inside setTimer", async () => {
    const clock = virtualClock();
    await clock.advance(100);
    const seen: number[] = [];
    clock.setTimer(() => seen.push(clock.now()), 50);
    expect(seen).toEqual([]);
    await clock.advance(0);
    expect(seen).toEqual([100]);
  });

  it("defers behind everything that is due, without time passing", async () => {
    const clock = virtualClock();
    const seen: string[] = [];
    clock.setTimer(() => {
      seen.push("first");
      clock.defer(() => seen.push(`deferred at ${clock.now()}`));
    }, 10);
    clock.setTimer(() => seen.push("second"), 10);
    clock.setTimer(() => seen.push("later"), 11);
    await clock.runUntilIdle();
    expect(seen).toEqual(["first", "second", "deferred at 10", "later"]);
  });

  it("does not run cancelled timers, and lets each be cancelled whenever and more than once", async () => {
    const clock = virtualClock();
    const seen: string[] = [];
    const cancels = ["a", "b", "c"].map((name) => clock.setTimer(() => seen.push(name), 10));
    cancels[1]?.();
    cancels[1]?.();
    await clock.runUntilIdle();
    cancels[0]?.();
    clock.setTimer(() => seen.push("d"), 20);
    cancels[2]?.();
    await clock.runUntilIdle();
    expect(seen).toEqual(["a", "c", "d"]);
  });

  it("refuses a time that is no number", () => {
    expect(() => virtualClock().setTimer(() => {}, Number.NaN)).toThrow(/NaN/);
  });
});

describe("virtualClock: promises", () => {
  it("lets chains of promises run to their end between two callbacks", async () => {
    const clock = virtualClock();
    const seen: string[] = [];
    const chain = async () => {
      for (let step = 0; step < 50; step += 1) await undefined;
      await new Promise<void>((resolve) => process.nextTick(resolve));
      seen.push(`chain at ${clock.now()}`);
      clock.setTimer(() => seen.push("set by the chain"), 15);
    };
    clock.setTimer(() => void chain(), 10);
    clock.setTimer(() => seen.push("next"), 10);
    clock.setTimer(() => seen.push("last"), 20);
    await clock.runUntilIdle();
    expect(seen).toEqual(["chain at 10", "next", "set by the chain", "last"]);
  });

  it("stands still for work that it was given to hold", async () => {
    const clock = virtualClock();
    const seen: string[] = [];
    clock.setTimer(async () => {
      await clock.hold(promisify(scrypt)("password", "salt", 32));
      seen.push(`derived at ${clock.now()}`);
    }, 10);
    clock.setTimer(() => seen.push("timer"), 11);
    await clock.runUntilIdle();
    expect(seen).toEqual(["derived at 10", "timer"]);
  });

  it("goes on when held work fails, and leaves the failure to its owner", async () => {
    const clock = virtualClock();
    const failing = clock.hold(Promise.reject(new Error("no key")));
    await clock.advance(1);
    await expect(failing).rejects.toThrow("no key");
  });
});

describe("virtualClock: runs", () => {
  it("advance runs what is due by then and not more", async () => {
    const clock = virtualClock();
    const seen: number[] = [];
    for (const ms of [5, 10, 11]) clock.setTimer(() => seen.push(ms), ms);
    await clock.advance(10);
    expect([clock.now(), seen]).toEqual([10, [5, 10]]);
    await clock.advance(0.5);
    expect([clock.now(), seen]).toEqual([10.5, [5, 10]]);
    await expect(clock.advance(-1)).rejects.toMatchObject({ code: "ERR_COUNTERSIGN_INVALID_ARGUMENT" });
  });

  it("runUntil stops when its condition holds, before the next callback", async () => {
    const clock = virtualClock();
    let count = 0;
    const tick = () => {
      count += 1;
      clock.setTimer(tick, clock.now() + 10);
    };
    clock.setTimer(tick, 0);
    await clock.runUntil(() => count === 5, 1_000);
    expect([count, clock.now()]).toEqual([5, 40]);
  });

  it("runUntil rejects when the time is over or nothing is left, and says which", async () => {
    const clock = virtualClock();
    await expect(clock.runUntil(() => false, 1_000)).rejects.toThrow(/nothing is left/);
    const tick = () => void clock.setTimer(tick, clock.now() + 10);
    tick();
    await expect(clock.runUntil(() => false, 1_000)).rejects.toThrow(/1000 ms have passed/);
    await expect(clock.runUntilIdle(1_000)).rejects.toThrow(/not idle/);
  });

  it("runUntilSettled gives the outcome of a promise", async () => {
    const clock = virtualClock();
    const later = (ms: number) => new Promise<void>((resolve) => clock.setTimer(resolve, clock.now() + ms));
    expect(
      await clock.runUntilSettled(
        later(50).then(() => "done"),
        100,
      ),
    ).toBe("done");
    expect(clock.now()).toBe(50);
    const failing = later(50).then(() => Promise.reject(new Error("failed")));
    await expect(clock.runUntilSettled(failing, 100)).rejects.toThrow("failed");
    await expect(clock.runUntilSettled(later(101), 100)).rejects.toThrow(/condition not met/);
  });

  it("rejects with what a callback throws, and can run on", async () => {
    const clock = virtualClock();
    clock.setTimer(() => {
      throw new Error("broken callback");
    }, 1);
    await expect(clock.advance(10)).rejects.toThrow("broken callback");
    await clock.advance(10);
    expect(clock.now()).toBe(11);
  });

  it("refuses a second run while one is going on", async () => {
    const clock = virtualClock();
    const first = clock.advance(1);
    await expect(clock.advance(1)).rejects.toMatchObject({ code: "ERR_COUNTERSIGN_INVALID_ARGUMENT" });
    await first;
  });
});
