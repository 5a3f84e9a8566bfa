import { describe, expect, it } from "vitest";
import { median, quantile } from "../../src/statistics/quantile.ts";

describe("quantile", () => {
  // As R and NumPy give by default: quantile(c(1, 2, 3, 4, 10), …, type = 7).
  it.each([
    [0, 1],
    [0.1, 1.4],
    [0.25, 2],
    [0.5, 3],
    [0.75, 4],
    [0.9, 7.6],
    [1, 10],
  ])("%s of 1, 2, 3, 4, 10 is %s", (q, expected) => {
    expect(quantile([1, 2, 3, 4, 10], q)).toBeCloseTo(expected, 12);
  });

  it("is the sample itself when there is one", () => {
    expect([0, 0.3, 1].map((q) => quantile([7], q))).toEqual([7, 7, 7]);
  });
});

describe("median", () => {
  it("lies between the middle two of an even number", () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it("sorts as numbers, and leaves its argument alone", () => {
    const values = [100, 9, 20];
    expect(median(values)).toBe(20);
    expect(values).toEqual([100, 9, 20]);
  });
});
