import { describe, expect, it } from "vitest";
import { seededRandom, shuffled } from "../../src/statistics/random.ts";

const take = (count: number, random: () => number) => Array.from({ length: count }, random);

describe("seededRandom", () => {
  it("repeats itself for the same seed and purpose", () => {
    expect(take(20, seededRandom(42, "order"))).toEqual(take(20, seededRandom(42, "order")));
  });

  it("differs for another seed and for another purpose", () => {
    const numbers = take(5, seededRandom(42, "order"));
    expect(take(5, seededRandom(43, "order"))).not.toEqual(numbers);
    expect(take(5, seededRandom(42, "median"))).not.toEqual(numbers);
  });

  it("spreads evenly over [0, 1)", () => {
    const numbers = take(100_000, seededRandom(1, "even"));
    const tenths = new Array<number>(10).fill(0);
    for (const number of numbers) tenths[Math.floor(number * 10)] = (tenths[Math.floor(number * 10)] ?? 0) + 1;
    // Six standard deviations of a tenth's count are 570; the seed is fixed, so this holds always or never.
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(570);
    expect(Math.min(...numbers.slice(0, 1000))).toBeGreaterThanOrEqual(0);
  });
});

describe("shuffled", () => {
  it("keeps every value once and its argument as it was", () => {
    const values = [1, 2, 3, 4, 5];
    expect(shuffled(values, seededRandom(7, "order")).sort()).toEqual(values);
    expect(values).toEqual([1, 2, 3, 4, 5]);
  });

  it("gives every order its turn", () => {
    const random = seededRandom(3, "orders");
    const counts = new Map<string, number>();
    for (let turn = 0; turn < 6000; turn++) {
      const order = shuffled(["a", "b", "c"], random).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(["abc", "acb", "bac", "bca", "cab", "cba"]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(200);
  });
});
