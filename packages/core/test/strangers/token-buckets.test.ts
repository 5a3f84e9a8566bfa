import { describe, expect, it } from "vitest";
import { TokenBuckets } from "../../src/strangers/token-buckets.ts";

// spec: H-23
describe("TokenBuckets", () => {
  const taken = (buckets: TokenBuckets, key: string, now: number, tries: number) =>
    Array.from({ length: tries }, () => buckets.take(key, now)).filter(Boolean).length;

  it("give twice the rate at once, and the rate in the long run", () => {
    const buckets = new TokenBuckets(10, 100);
    expect(taken(buckets, "a", 0, 50)).toBe(20);
    let later = 0;
    for (let now = 10; now <= 10_000; now += 10) later += taken(buckets, "a", now, 3);
    expect(later).toBeGreaterThanOrEqual(99);
    expect(later).toBeLessThanOrEqual(100);
  });

  it("never hold more than twice the rate, however long nothing was asked", () => {
    const buckets = new TokenBuckets(10, 100);
    taken(buckets, "a", 0, 50);
    expect(taken(buckets, "a", 1e9, 50)).toBe(20);
  });

  it("are one for each key", () => {
    const buckets = new TokenBuckets(1, 100);
    expect([taken(buckets, "a", 0, 5), taken(buckets, "b", 0, 5)]).toEqual([2, 2]);
  });

  it("do not ask at a rate of 0", () => {
    expect(taken(new TokenBuckets(0, 1), "a", 0, 1_000)).toBe(1_000);
  });
});
