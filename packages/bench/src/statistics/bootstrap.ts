import { quantile } from "./quantile.ts";
import type { Random } from "./random.ts";
import { expandedTail } from "./tail.ts";

/** Low and high end. */
export type Interval = readonly [number, number];

/** Rounds are the independent observations; fewer of them say nothing about their own spread. */
const leastRounds = 3;

/**
 * The 95 % percentile interval of a statistic (Efron and Tibshirani, "An Introduction to the Bootstrap", §13.3), expanded
 * for few rounds. `statistic` is given the indexes of the rounds drawn, with repetition; null when there are too few.
 */
export function bootstrapInterval(
  rounds: number,
  statistic: (drawn: readonly number[]) => number,
  random: Random,
): Interval | null {
  return percentileInterval(rounds, () => statistic(drawIndexes(rounds, random)));
}

/**
 * The same for a statistic that draws by itself, as one of two runs must: each of them has its own rounds.
 * `rounds`: of the run that has fewer.
 */
export function percentileInterval(rounds: number, draw: () => number): Interval | null {
  if (rounds < leastRounds) return null;
  const values = Float64Array.from({ length: resamples }, draw).sort();
  const tail = expandedTail(rounds);
  return [quantile(values, tail), quantile(values, 1 - tail)];
}

/** As many indexes as there are, with repetition. */
export function drawIndexes(count: number, random: Random): number[] {
  return Array.from({ length: count }, () => Math.floor(random() * count));
}

const resamples = 2000;
