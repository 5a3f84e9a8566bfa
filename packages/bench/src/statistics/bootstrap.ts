import { quantile } from "./quantile.ts";
import type { Random } from "./random.ts";

/** Low and high end. */
export type Interval = readonly [number, number];

/** Rounds are the independent observations; fewer of them say nothing about their own spread. */
const leastRounds = 3;

/**
 * The 95 % percentile interval of a statistic (Efron and Tibshirani, "An Introduction to the Bootstrap", §13.3).
 * `statistic` is given the indexes of the rounds drawn, with repetition; null when there are too few rounds.
 */
export function bootstrapInterval(
  rounds: number,
  statistic: (drawn: readonly number[]) => number,
  random: Random,
): Interval | null {
  if (rounds < leastRounds) return null;
  const values = new Float64Array(resamples);
  const drawn = new Array<number>(rounds).fill(0);
  for (let resample = 0; resample < resamples; resample++) {
    for (let index = 0; index < rounds; index++) drawn[index] = Math.floor(random() * rounds);
    values[resample] = statistic(drawn);
  }
  values.sort();
  return [quantile(values, 0.025), quantile(values, 0.975)];
}

const resamples = 2000;
