import { describe, expect, it } from "vitest";
import { distributionOf } from "../../src/statistics/distribution.ts";

const evenly = (count: number) => Array.from({ length: count }, (_, index) => 10 ** (index / (count - 1)));

describe("distributionOf", () => {
  it("counts every sample, in bins that are equally wide on a logarithmic axis", () => {
    const { low = 0, high = 0, counts = [] } = distributionOf(evenly(3_200)) ?? {};
    expect(low).toBeCloseTo(10 ** 0.01, 3);
    expect(high).toBeCloseTo(10 ** 0.99, 3);
    expect(counts.reduce((sum, count) => sum + count)).toBe(3_200);
    // What is even in the logarithm fills them alike, but for the tails in the two at the ends.
    for (const count of counts.slice(1, -1)) expect(Math.abs(count - 98)).toBeLessThanOrEqual(2);
    expect(counts[0]).toBeGreaterThan(120);
    expect(counts.at(-1)).toBeGreaterThan(120);
  });

  it("has nothing to draw of few samples, of equal ones, and of what is not above zero", () => {
    expect(distributionOf(evenly(19))).toBeNull();
    expect(distributionOf(new Array(100).fill(7))).toBeNull();
    expect(distributionOf([0, 0, ...evenly(98)].sort((a, b) => a - b))).toBeNull();
  });
});
