import { describe, expect, it } from "vitest";
import { bootstrapInterval } from "../../src/statistics/bootstrap.ts";
import { median } from "../../src/statistics/quantile.ts";
import { seededRandom } from "../../src/statistics/random.ts";

const seed = 42;
const intervalOf = (values: readonly number[], statistic: (drawn: number[]) => number) =>
  bootstrapInterval(
    values.length,
    (drawn) => statistic(drawn.map((index) => values[index] as number)),
    seededRandom(seed, "test"),
  );

describe("bootstrapInterval", () => {
  it("is a point where all rounds agree", () => {
    expect(intervalOf([5, 5, 5, 5], median)).toEqual([5, 5]);
  });

  it("comes near the normal interval of a mean", () => {
    // 101 values 0 … 100: mean 50, standard error 29.15 / √101 = 2.9.
    const values = Array.from({ length: 101 }, (_, index) => index);
    const mean = (drawn: number[]) => drawn.reduce((sum, value) => sum + value) / drawn.length;
    const [low, high] = intervalOf(values, mean) as [number, number];
    expect(low).toBeCloseTo(50 - 1.96 * 2.9, -0.3);
    expect(high).toBeCloseTo(50 + 1.96 * 2.9, -0.3);
  });

  it("spans all five rounds of a median", () => {
    // Three or more draws of five hit the smallest with probability 0.058, above 0.025.
    expect(intervalOf([1, 2, 3, 4, 5], median)).toEqual([1, 5]);
  });

  it("leaves one outlier of nine aside", () => {
    const [low, high] = intervalOf([10, 11, 12, 13, 14, 15, 16, 17, 1000], median) as [number, number];
    expect(low).toBeGreaterThanOrEqual(10);
    expect(high).toBeLessThanOrEqual(17);
  });

  it("is the same for the same seed", () => {
    expect(intervalOf([3, 1, 4, 1, 5, 9], median)).toEqual(intervalOf([3, 1, 4, 1, 5, 9], median));
  });

  it("is nothing with fewer than three rounds", () => {
    expect(intervalOf([1, 2], median)).toBeNull();
    expect(intervalOf([1, 2, 3], median)).not.toBeNull();
  });
});
