import { bootstrapInterval, drawIndexes, type Interval, percentileInterval } from "./bootstrap.ts";
import { median } from "./quantile.ts";
import type { Random } from "./random.ts";

/** A number with its 95 % interval; null when there were too few rounds for one. */
export interface Estimate {
  readonly value: number;
  readonly interval: Interval | null;
}

/** The median of the rounds' medians. */
export function estimateMedian(rounds: readonly number[], random: Random): Estimate {
  const statistic = (drawn: readonly number[]) => medianOf(rounds, drawn);
  return { value: median(rounds), interval: bootstrapInterval(rounds.length, statistic, random) };
}

/**
 * How many times `ours` is `theirs`. Both lists are of the same rounds in the same order and are drawn together, so what
 * slowed a whole round down slows down both.
 */
export function estimateRatio(ours: readonly number[], theirs: readonly number[], random: Random): Estimate {
  if (ours.length !== theirs.length) throw new RangeError("a ratio needs both sides of every round");
  const statistic = (drawn: readonly number[]) => medianOf(ours, drawn) / medianOf(theirs, drawn);
  return {
    value: median(ours) / median(theirs),
    interval: bootstrapInterval(ours.length, statistic, random),
  };
}

/** The same where the lists are of two runs, whose rounds have nothing in common: each is drawn by itself. */
export function estimateRatioOfRuns(ours: readonly number[], theirs: readonly number[], random: Random): Estimate {
  const draw = (rounds: readonly number[]) => medianOf(rounds, drawIndexes(rounds.length, random));
  return {
    value: median(ours) / median(theirs),
    interval: percentileInterval(Math.min(ours.length, theirs.length), () => draw(ours) / draw(theirs)),
  };
}

function medianOf(rounds: readonly number[], drawn: readonly number[]): number {
  return median(drawn.map((round) => rounds[round] as number));
}
