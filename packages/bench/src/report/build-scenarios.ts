import type { Measurements } from "../run/run.ts";
import type { Series } from "../run/series.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { estimateMedian } from "../statistics/estimate.ts";
import { quantile } from "../statistics/quantile.ts";
import { seededRandom } from "../statistics/random.ts";
import { betterRatio } from "./better-ratio.ts";
import { referenceSubject } from "./reference-subject.ts";
import type { ScenarioReport } from "./report.ts";

/** Turns samples into estimates. The seed decides the resampling, and nothing else does. */
export function buildScenarios(series: Measurements["series"], seed: number): readonly ScenarioReport[] {
  const references = [...series].filter(([{ subject }]) => subject.name === referenceSubject);
  return [...series].map(([scenario, own]) => {
    const reference = references.find(([{ kind, size }]) => kind === scenario.kind && size === scenario.size)?.[1];
    const ratio = reference && betterRatio(scenario, own, reference, seededRandom(seed, `ratio/${scenario.id}`));
    return {
      ...identityOf(scenario),
      ...(own.error === undefined ? numbersOf(own, seed, scenario.id) : noNumbers),
      rounds: own.medians.length,
      samples: own.samples.length,
      verified: own.error === undefined && own.samples.length > 0,
      error: own.error ?? null,
      ratioToTls: ratio?.value ?? null,
      ratioInterval: ratio?.interval ?? null,
    };
  });
}

function identityOf({ id, kind, subject, size }: Scenario) {
  const { name, transport, authentication } = subject;
  return { id, kind: kind.name, transport, subject: name, authentication, size, unit: kind.unit, better: kind.better };
}

function numbersOf(series: Series, seed: number, id: string) {
  const { value, interval } = estimateMedian(series.medians, seededRandom(seed, `median/${id}`));
  const sorted = Float64Array.from(series.samples).sort();
  const [p50, p75, p99, max] = [0.5, 0.75, 0.99, 1].map((q) => quantile(sorted, q)) as [number, number, number, number];
  return { median: value, interval, p50, p75, p99, max };
}

const noNumbers = { median: null, interval: null, p50: null, p75: null, p99: null, max: null };
