import type { Measurements } from "../run/run.ts";
import { Series } from "../run/series.ts";
import { seededRandom } from "../statistics/random.ts";
import { betterRatio } from "./better-ratio.ts";
import type { Control } from "./report.ts";

/** Compares the control's two measurements, which differ by nothing but chance. */
export function buildControl({ series, control }: Measurements, seed: number): Control {
  const { scenario, again } = control;
  const first = series.get(scenario) ?? new Series();
  const ratio = betterRatio(scenario, again, first, seededRandom(seed, "control"));
  if (!ratio?.interval) return { ratio: ratio?.value ?? null, interval: null, noisy: true };
  const [low, high] = ratio.interval;
  const noisy = low > 1 || high < 1 || high - low > 2 * quietHalfWidth;
  return { ratio: ratio.value, interval: ratio.interval, noisy };
}

/** Intervals of quiet runs are narrower, on the machines this was tried on. */
const quietHalfWidth = 0.15;
