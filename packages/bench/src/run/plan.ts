import type { Profile, RoundTiming } from "./profile.ts";

/** A round that was run. */
export interface Round {
  readonly timing: RoundTiming;
  readonly wallMs: number;
}

/**
 * The timing of the next round, or undefined when there is none to come: whole rounds are run for as long as another
 * fits the budget. While fewer than the least are done, a round that would not fit is made shorter. `workMs`: the timed
 * work of a round; the rest of its wall time is overhead, which no timing changes.
 */
export function planRound(
  profile: Profile,
  done: readonly Round[],
  workMs: (timing: RoundTiming) => number,
): RoundTiming | undefined {
  const { timing, budgetMs, leastRounds, mostRounds } = profile;
  if (done.length >= mostRounds) return undefined;
  if (done.length === 0) return timing;
  const leftMs = budgetMs - reserveMs - spentMs(done);
  const overheadMs = Math.max(0, ...done.map((round) => round.wallMs - workMs(round.timing)));
  if (done.length >= leastRounds) return overheadMs + workMs(timing) <= leftMs ? timing : undefined;
  const roundMs = leftMs / (leastRounds - done.length);
  return scaled(timing, (roundMs - overheadMs) / workMs(timing));
}

/** Rounds that will have been run at the end, as far as can be told now. */
export function expectRounds(profile: Profile, done: readonly Round[]): number | undefined {
  if (done.length === 0) return undefined;
  const fitting = Math.floor((profile.budgetMs - reserveMs) / (spentMs(done) / done.length));
  return Math.min(profile.mostRounds, Math.max(profile.leastRounds, done.length, fitting));
}

/** What is not a round: starting, statistics, the report. */
const reserveMs = 3_000;
const shortestShare = 0.25;
/** Fewer samples make an interval wider; a shorter warm-up makes it wrong: cold code is slower by ten times and more. */
const shortestWarmUp = 0.7;

function spentMs(done: readonly Round[]): number {
  return done.reduce((sum, { wallMs }) => sum + wallMs, 0);
}

function scaled(timing: RoundTiming, wanted: number): RoundTiming {
  const share = Math.min(1, Math.max(shortestShare, wanted));
  return {
    taskMs: share * timing.taskMs,
    settleMs: share * timing.settleMs,
    warmUpMs: Math.max(share, shortestWarmUp) * timing.warmUpMs,
    batchMs: share * timing.batchMs,
    shareMs: share * timing.shareMs,
    sessions: timing.sessions,
  };
}
