import type { Series } from "../run/series.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { type Estimate, estimateRatio } from "../statistics/estimate.ts";
import type { Random } from "../statistics/random.ts";

/** How many times better `own` is than `other`, whichever way is better. Undefined when either failed. */
export function betterRatio({ kind }: Scenario, own: Series, other: Series, random: Random): Estimate | undefined {
  if (own.error !== undefined || other.error !== undefined) return undefined;
  const [more, less] = kind.better === "higher" ? [own, other] : [other, own];
  return estimateRatio(more.medians, less.medians, random);
}
