import type { Timing } from "../measure/sample.ts";
import type { Profile } from "./profile.ts";

/** A round that was run. */
export interface Round {
  readonly timing: Timing;
  readonly wallMs: number;
}

/**
 * The timing of the next round, or undefined when there is none to come: whole rounds are run for as long as another
 * fits the budget. While fewer than the least are done, a round that would not fit is made shorter.
 */
export function planRound(profile: Profile, done: readonly Round[], tasks: number): Timing | undefined {
  if (done.length >= profile.mostRounds) return undefined;
  if (done.length === 0) return profile.timing;
  const spentMs = done.reduce((sum, { wallMs }) => sum + wallMs, 0);
  const leftMs = profile.budgetMs - reserveMs - spentMs;
  const { timing } = profile;
  const overheadMs = Math.max(...done.map((round) => round.wallMs - tasks * costOf(round.timing)));
  const wholeMs = overheadMs + tasks * costOf(timing);
  if (done.length >= profile.leastRounds) return wholeMs <= leftMs ? timing : undefined;
  const roundMs = leftMs / (profile.leastRounds - done.length);
  return scaled(timing, (roundMs - overheadMs) / (tasks * costOf(timing)));
}

/** Rounds that will have been run at the end, as far as can be told now. */
export function expectRounds(profile: Profile, done: readonly Round[]): number | undefined {
  const spentMs = done.reduce((sum, { wallMs }) => sum + wallMs, 0);
  if (done.length === 0) return undefined;
  const fitting = Math.floor((profile.budgetMs - reserveMs) / (spentMs / done.length));
  return Math.min(profile.mostRounds, Math.max(profile.leastRounds, done.length, fitting));
}

/** What is not a round: starting, statistics, the report. */
const reserveMs = 3_000;
const shortestShare = 0.05;

/** Planned time of one task. */
function costOf({ taskMs, warmUpMs }: Timing): number {
  return taskMs + warmUpMs;
}

function scaled({ taskMs, warmUpMs, batchMs }: Timing, wanted: number): Timing {
  const share = Math.min(1, Math.max(shortestShare, wanted));
  return { taskMs: taskMs * share, warmUpMs: warmUpMs * share, batchMs: batchMs * share };
}
