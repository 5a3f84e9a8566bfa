import { describe, expect, it } from "vitest";
import { expectRounds, planRound, type Round } from "../../src/run/plan.ts";
import { type Profile, profiles, type RoundTiming } from "../../src/run/profile.ts";

const quick: Profile = {
  ...profiles.quick,
  timing: { taskMs: 100, settleMs: 50, warmUpMs: 200, batchMs: 10, shareMs: 1, sessions: 50 },
};
/** 6 s at the profile's own timing. */
const workMs = ({ taskMs, warmUpMs }: RoundTiming) => 40 * taskMs + 10 * warmUpMs;

/** Runs rounds as the plan says on a machine that needs `overheadMs` a round beside the timed work. */
function simulate(profile: Profile, overheadMs: number): Round[] {
  const done: Round[] = [];
  for (let timing = planRound(profile, done, workMs); timing; timing = planRound(profile, done, workMs)) {
    done.push({ timing, wallMs: overheadMs + workMs(timing) });
  }
  return done;
}

const wallOf = (rounds: readonly Round[]) => rounds.reduce((sum, { wallMs }) => sum + wallMs, 0);

describe("planRound", () => {
  it("runs as many whole rounds as fit the budget", () => {
    const rounds = simulate(quick, 8_000);
    expect(rounds).toHaveLength(6);
    expect(wallOf(rounds)).toBe(6 * 14_000);
    for (const { timing } of rounds) expect(timing).toEqual(quick.timing);
  });

  it("stops at the profile's most rounds when they are short", () => {
    expect(simulate(quick, 10)).toHaveLength(quick.mostRounds);
  });

  it("shortens rounds on a slow machine, so that three fit", () => {
    const rounds = simulate(quick, 26_000);
    expect(rounds).toHaveLength(3);
    expect(wallOf(rounds)).toBeLessThanOrEqual(quick.budgetMs);
    expect(rounds[1]?.timing.taskMs).toBeLessThan(quick.timing.taskMs);
    expect(rounds[1]?.timing.taskMs).toBe(rounds[2]?.timing.taskMs);
    expect(rounds[2]?.timing.sessions).toBe(50);
  });

  it("runs three rounds even where they cannot fit, as short as they may be", () => {
    const rounds = simulate(quick, 60_000);
    expect(rounds).toHaveLength(3);
    expect(rounds[2]?.timing.taskMs).toBeCloseTo(quick.timing.taskMs / 4);
    expect(rounds[2]?.timing.warmUpMs).toBeCloseTo(0.7 * quick.timing.warmUpMs);
  });

  it("runs one round of the smoke profile", () => {
    expect(simulate(profiles.smoke, 2_000)).toHaveLength(1);
  });

  it("has no budget where the rounds are given", () => {
    const exactly = { ...quick, leastRounds: 20, mostRounds: 20, budgetMs: Number.POSITIVE_INFINITY };
    const rounds = simulate(exactly, 60_000);
    expect(rounds).toHaveLength(20);
    for (const { timing } of rounds) expect(timing).toEqual(quick.timing);
  });
});

describe("expectRounds", () => {
  const round = (wallMs: number) => ({ timing: quick.timing, wallMs });

  it("cannot tell before the first round", () => {
    expect(expectRounds(quick, [])).toBeUndefined();
  });

  it("counts what fits, between the least and the most", () => {
    expect(expectRounds(quick, [round(14_000)])).toBe(6);
    expect(expectRounds(quick, [round(100_000)])).toBe(3);
    expect(expectRounds(quick, [round(100)])).toBe(quick.mostRounds);
  });
});
