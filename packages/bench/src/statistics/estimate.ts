import { bootstrapInterval, type Interval } from "./bootstrap.ts";
import { median } from "./quantile.ts";
import type { Random } from "./random.ts";

/** A number with its 95 % interval; null when there were too few rounds for one. */
export interface Estimate {
  readonly value: number;
  readonly interval: Interval | null;
}

/** The median of the rounds' medians. */
export function estimateMedian(rounds: readonly number[], random: Random): Estimate {
  const statistic = (drawn: readonly number[]) => median(drawn.map((round) => rounds[round] as number));
  return { value: median(rounds), interval: bootstrapInterval(rounds.length, statistic, random) };
}

/**
 * How many times `ours` is `theirs`. Both lists are of the same rounds in the same order and are drawn together, so what
 * slowed a whole round down slows down both.
 */
export function estimateRatio(ours: readonly number[], theirs: readonly number[], random: Random): Estimate {
  if (ours.length !== theirs.length) throw new RangeError("a ratio needs both sides of every round");
  const statistic = (drawn: readonly number[]) =>
    median(drawn.map((round) => ours[round] as number)) / median(drawn.map((round) => theirs[round] as number));
  return {
    value: median(ours) / median(theirs),
    interval: bootstrapInterval(ours.length, statistic, random),
  };
}
