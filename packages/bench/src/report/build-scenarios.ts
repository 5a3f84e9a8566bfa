import type { Measurements } from "../run/run.ts";
import type { Series } from "../run/series.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { distributionOf } from "../statistics/distribution.ts";
import { type Estimate, estimateMedian } from "../statistics/estimate.ts";
import { quantile } from "../statistics/quantile.ts";
import { seededRandom } from "../statistics/random.ts";
import { betterRatio } from "./better-ratio.ts";
import { isPeerReference, isRawReference, isTlsReference } from "./references.ts";
import type { ScenarioReport } from "./report.ts";

/** Turns samples into estimates. The seed decides the resampling, and nothing else does. */
export function buildScenarios(series: Measurements["series"], seed: number): readonly ScenarioReport[] {
  const all = [...series];
  return all.map(([scenario, own]) => {
    const ratioTo = (isReference: typeof isTlsReference): Estimate | undefined => {
      const reference = all.find(([other]) => isReference(scenario, other));
      return reference && betterRatio(scenario, own, reference[1], seededRandom(seed, `ratio/${scenario.id}`));
    };
    const [tls, raw, udx] = [isTlsReference, isRawReference, isPeerReference].map(ratioTo);
    return {
      ...identityOf(scenario),
      ...(own.error === undefined ? numbersOf(own, seed, scenario.id) : noNumbers),
      wire: (own.error === undefined && own.wire) || null,
      cpu: (own.error === undefined && own.cpu) || null,
      rounds: own.medians.length,
      samples: own.samples.length,
      verified: own.error === undefined && own.samples.length > 0,
      error: own.error ?? null,
      ratioToTls: tls?.value ?? null,
      ratioInterval: tls?.interval ?? null,
      ratioToRaw: raw?.value ?? null,
      rawInterval: raw?.interval ?? null,
      ratioToUdx: udx?.value ?? null,
      udxInterval: udx?.interval ?? null,
    };
  });
}

function identityOf({ id, kind, subject, size, packetBytes, load, conditions }: Scenario) {
  const { name, transport, authentication } = subject;
  return {
    ...{ id, kind: kind.name, transport, subject: name, authentication, size, packetBytes, load },
    loss: conditions?.loss ?? null,
    delayMs: conditions?.delayMs ?? null,
    unit: kind.unit,
    better: kind.better,
  };
}

function numbersOf({ medians, samples, datagrams }: Series, seed: number, id: string) {
  const { value, interval } = estimateMedian(medians, seededRandom(seed, `median/${id}`));
  const sorted = Float64Array.from(samples).sort();
  const [p50, p75, p99, max] = [0.5, 0.75, 0.99, 1].map((q) => quantile(sorted, q)) as [number, number, number, number];
  const lost = datagrams ? 1 - datagrams.received / datagrams.sent : null;
  const rounds = { roundMedians: medians, distribution: distributionOf(sorted) };
  return { median: value, interval, p50, p75, p99, max, lost, ...rounds };
}

const noNumbers = {
  ...{ median: null, interval: null, p50: null, p75: null, p99: null, max: null, lost: null },
  ...{ roundMedians: null, distribution: null },
};
