import { describe, expect, it } from "vitest";
import { estimateMedian, estimateRatio } from "../../src/statistics/estimate.ts";
import { seededRandom } from "../../src/statistics/random.ts";

const random = () => seededRandom(1, "test");

describe("estimateMedian", () => {
  it("is the middle round, between the ends of its interval", () => {
    const { value, interval } = estimateMedian([12, 10, 11, 30, 9], random());
    expect(value).toBe(11);
    expect(interval).toEqual([9, 30]);
  });
});

describe("estimateRatio", () => {
  it("is exact where every round has the same ratio, however the rounds differ", () => {
    const theirs = [100, 250, 80, 400, 120];
    const ours = theirs.map((value) => value * 1.5);
    const { value, interval } = estimateRatio(ours, theirs, random());
    expect(value).toBeCloseTo(1.5, 12);
    expect(interval?.[0]).toBeCloseTo(1.5, 12);
    expect(interval?.[1]).toBeCloseTo(1.5, 12);
  });

  it("holds 1 where the two do not differ", () => {
    const { interval } = estimateRatio([10, 11, 9, 10.5, 9.5], [10.2, 10.8, 9.1, 10.4, 9.7], random());
    expect(interval?.[0]).toBeLessThan(1);
    expect(interval?.[1]).toBeGreaterThan(1);
  });

  it("refuses rounds without a partner", () => {
    expect(() => estimateRatio([1, 2, 3], [1, 2], random())).toThrow(RangeError);
  });
});
