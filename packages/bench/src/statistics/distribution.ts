import { quantile } from "./quantile.ts";

/** How samples lie: their counts in bins that are equally wide on a logarithmic axis. */
export interface Distribution {
  /** The ends of the axis: the first and the last percentile. What lies beyond counts in the first and the last bin. */
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

/** `sorted`: ascending. Null where there is nothing to draw: too few samples, all alike, or none above zero. */
export function distributionOf(sorted: ArrayLike<number>): Distribution | null {
  if (sorted.length < leastSamples) return null;
  const low = quantile(sorted, 0.01);
  const high = quantile(sorted, 0.99);
  if (low <= 0 || high <= low) return null;
  const counts = new Array<number>(bins).fill(0);
  for (const value of Array.from(sorted)) {
    const place = Math.floor((Math.log(Math.max(value, low) / low) / Math.log(high / low)) * bins);
    const bin = Math.min(bins - 1, place);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { low, high, counts };
}

const leastSamples = 20;
const bins = 32;
