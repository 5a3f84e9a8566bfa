import { describe, expect, it } from "vitest";
import { type AttemptOutcome, Failures, type Turn } from "../../src/strangers/failures.ts";

// spec: A-21
describe("Failures", () => {
  /** One attempt after the other: how long each waits. Attempts take no time. */
  function waits(failures: Failures, outcomes: readonly AttemptOutcome[], start = 0): number[] {
    let now = start;
    return outcomes.map((outcome) => {
      const turn = failures.begin("alice", now) as Turn;
      const waited = turn.at - now;
      now = turn.at;
      failures.settle("alice", outcome, turn, now);
      return waited;
    });
  }

  const failed = (times: number) => Array<AttemptOutcome>(times).fill("failed");

  it("cost nothing at first, then the longer the more there were", () => {
    expect(waits(new Failures(3, 5_000), failed(11))).toEqual([
      0, 0, 0, 0, 250, 500, 1_000, 2_000, 4_000, 5_000, 5_000,
    ]);
  });

  it("are forgotten after an attempt that passed", () => {
    const failures = new Failures(1, 5_000);
    expect(waits(failures, [...failed(3), "passed", ...failed(3)])).toEqual([0, 0, 250, 500, 0, 0, 250]);
  });

  it("are not made by an attempt that was given up", () => {
    expect(waits(new Failures(1, 5_000), Array<AttemptOutcome>(10).fill("abandoned"))).toEqual(Array(10).fill(0));
  });

  it("fade: half of them in five minutes", () => {
    const failures = new Failures(2, 60_000);
    waits(failures, failed(6));
    const [soon] = waits(failures, ["abandoned"], 60_000);
    expect(soon).toBe(0);
    const at = 20 * 60_000;
    expect(waits(failures, failed(4), at)).toEqual([0, 0, 0, 250]);
  });

  it("come one after the other, also when they are begun at once", () => {
    const failures = new Failures(0, 5_000);
    waits(failures, failed(1));
    const begun = [1, 2, 3].map(() => failures.begin("alice", 0)?.at);
    expect(begun).toEqual([250, 500, 750]);
  });

  it("turn away who would have to wait too long, and make nobody wait longer for it", () => {
    const failures = new Failures(0, 1_000);
    waits(failures, failed(4));
    const begun = Array.from({ length: 10 }, () => failures.begin("alice", 0)?.at);
    expect(begun.filter((at) => at !== undefined).every((at) => at <= 1_000)).toBe(true);
    expect(begun.at(-1)).toBeUndefined();
    expect(failures.begin("alice", 5_000)?.at).toBeLessThanOrEqual(6_000);
  });

  it("take a turn back that was given up while it waited", () => {
    const failures = new Failures(0, 5_000);
    waits(failures, failed(3));
    const first = failures.begin("alice", 10_000);
    expect(first?.at).toBe(10_000);
    for (let attempt = 1; attempt <= 100; attempt++) {
      const turn = failures.begin("alice", 10_000) as Turn;
      expect(turn.at).toBe(10_000 + (first?.ms ?? 0));
      failures.settle("alice", "abandoned", turn, 10_001);
    }
  });

  it("let many come at once, but not any number", () => {
    const failures = new Failures(5, 5_000);
    const begun = Array.from({ length: 60 }, () => failures.begin("alice", 0)?.at ?? Number.POSITIVE_INFINITY);
    const free = begun.filter((at) => at === 0).length;
    expect([free >= 32, free < 45]).toEqual([true, true]);
  });

  it("are counted for each key", () => {
    const failures = new Failures(0, 5_000);
    waits(failures, failed(5));
    expect(failures.begin("bob", 0)?.at).toBe(0);
  });

  it("never make anybody wait where the longest wait is 0", () => {
    expect(waits(new Failures(0, 0), failed(20))).toEqual(Array(20).fill(0));
  });
});
