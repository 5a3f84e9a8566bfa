import { describe, expect, it } from "vitest";
import type { Interval } from "../../src/statistics/bootstrap.ts";
import { estimateMedian, estimateRatio, estimateRatioOfRuns } from "../../src/statistics/estimate.ts";
import { type Random, seededRandom } from "../../src/statistics/random.ts";

const runs = 200;
const needed = 0.93;

/** Of `runs` seeded runs, the share whose interval holds the truth. The seed is the run's number: it holds always or never. */
function coverage(truth: number, intervalOf: (noise: () => number, random: Random) => Interval | null): number {
  let held = 0;
  for (let seed = 0; seed < runs; seed++) {
    const interval = intervalOf(noiseOf(seededRandom(seed, "noise")), seededRandom(seed, "resampling"));
    if (interval && interval[0] <= truth && truth <= interval[1]) held++;
  }
  return held / runs;
}

/** A factor around 1 with its median there: mostly by a few percent, one in ten by much more, as on a shared machine. */
function noiseOf(random: Random): () => number {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return () => Math.exp(normal() * (random() < 0.1 ? 0.3 : 0.04));
}

const rounds = (count: number, value: number, noise: () => number) => {
  return Array.from({ length: count }, () => value * noise());
};

describe.each([7, 8, 9, 15])("of %d rounds, a 95 %% interval holds the truth", (count) => {
  it("of a median", () => {
    const held = coverage(100, (noise, random) => estimateMedian(rounds(count, 100, noise), random).interval);
    expect(held).toBeGreaterThanOrEqual(needed);
  });

  it("of a ratio, where both sides share what slows a round", () => {
    const held = coverage(1.2, (noise, random) => {
      const shared = rounds(count, 1, noise);
      const ours = shared.map((slow) => 120 * slow * noise());
      const theirs = shared.map((slow) => 100 * slow * noise());
      return estimateRatio(ours, theirs, random).interval;
    });
    expect(held).toBeGreaterThanOrEqual(needed);
  });

  it("of a ratio of two runs", () => {
    const held = coverage(0.8, (noise, random) => {
      return estimateRatioOfRuns(rounds(count, 80, noise), rounds(count, 100, noise), random).interval;
    });
    expect(held).toBeGreaterThanOrEqual(needed);
  });
});

describe("a verdict of nine rounds", () => {
  const verdictOf = (interval: Interval | null) =>
    interval && interval[0] > 1 ? "more" : interval && interval[1] < 1 ? "less" : "no difference";

  function share(verdict: string, ours: number): number {
    let found = 0;
    for (let seed = 0; seed < runs; seed++) {
      const noise = noiseOf(seededRandom(seed, "noise"));
      const { interval } = estimateRatioOfRuns(rounds(9, ours, noise), rounds(9, 100, noise), seededRandom(seed, "r"));
      if (verdictOf(interval) === verdict) found++;
    }
    return found / runs;
  }

  it("is no difference where there is none", () => {
    expect(share("no difference", 100)).toBeGreaterThanOrEqual(needed);
  });

  it("sees a fifth", () => {
    expect(share("less", 80)).toBeGreaterThanOrEqual(needed);
  });
});
