import { describe, expect, it } from "vitest";
import { expandedTail } from "../../src/statistics/tail.ts";

describe("expandedTail", () => {
  // Φ(−√(n ∕ (n − 1)) · t₀.₉₇₅,ₙ₋₁), with t from a table: 2.7764, 2.4469, 2.3060, 2.0452.
  it.each([
    [5, 0.000_95],
    [7, 0.0041],
    [9, 0.0072],
    [30, 0.0188],
  ])("of %d observations is %d", (observations, tail) => {
    expect(expandedTail(observations)).toBeCloseTo(tail, 3);
  });

  it("comes to 2.5 % where there are many", () => {
    expect(expandedTail(100_000)).toBeCloseTo(0.025, 4);
  });
});
