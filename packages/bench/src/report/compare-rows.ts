import type { Interval } from "../statistics/bootstrap.ts";
import { type Estimate, estimateRatio, estimateRatioOfRuns } from "../statistics/estimate.ts";
import { seededRandom } from "../statistics/random.ts";
import type { ScenarioReport } from "./report.ts";

/**
 * How many times better `own` is than `other` in the same run, above 1 whichever way is better. Null when either
 * failed, or when a relay is in the way of one and not of the other.
 */
export function compareRows(own: ScenarioReport, other: ScenarioReport, seed: number): Estimate | null {
  if (own.median === null || other.median === null) return null;
  if (own.loss !== other.loss || own.delayMs !== other.delayMs) return null;
  const [more, less] = own.better === "higher" ? [own, other] : [other, own];
  const above = more.roundMedians;
  const below = less.roundMedians;
  const random = seededRandom(seed, `rows/${own.id}/${other.id}`);
  if (isCounted(own)) return exactly(more, less);
  if (above && below && above.length === below.length) return estimateRatio(above, below, random);
  const value = (more.median ?? 0) / (less.median ?? 0);
  return { value, interval: farthestEnds(more.interval, less.interval) };
}

/** The same for one scenario in two runs, whose rounds have nothing in common; null when a run does not tell its rounds. */
export function compareRuns(now: ScenarioReport, before: ScenarioReport, seed: number): Estimate | null {
  const [more, less] = now.better === "higher" ? [now, before] : [before, now];
  if (isCounted(now)) return exactly(more, less);
  if (!more.roundMedians || !less.roundMedians) return null;
  return estimateRatioOfRuns(more.roundMedians, less.roundMedians, seededRandom(seed, `runs/${now.id}`));
}

/** What is counted is the same in every run: one round is enough, and any difference is one. */
export function isCounted({ kind }: Pick<ScenarioReport, "kind">): boolean {
  return countedKinds.has(kind);
}

const countedKinds: ReadonlySet<string> = new Set(["footprint"]);

function exactly(more: ScenarioReport, less: ScenarioReport): Estimate {
  const value = (more.median ?? 0) / (less.median ?? 0);
  return { value, interval: [value, value] };
}

/** Wider than it need be, but true without the rounds, which reports of schema 2 do not tell. */
function farthestEnds(more: Interval | null, less: Interval | null): Interval | null {
  return more && less && [more[0] / less[1], more[1] / less[0]];
}
