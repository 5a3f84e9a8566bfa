import { describe, expect, it } from "vitest";
import { seed } from "../../../fixtures/seed.ts";
import { road } from "./fixtures/road.ts";

describe(`flows share a bottleneck (seed ${seed})`, () => {
  for (const buffer of [0.5, 1, 4])
    for (const loss of [0, 0.02])
      it(`a latecomer gets its part with a buffer of ${buffer} bandwidth-delay products, ${loss * 100} % loss`, () => {
        const { rate, runUntil, measureUntil } = road({
          ...{ megabits: 10, roundTripMs: 20, buffer, loss, seed },
          starts: [0, 5_000],
        });
        runUntil(12_000);
        const [first = 0, second = 0] = measureUntil(27_000);
        const share = second / (first + second);
        expect(share).toBeGreaterThan(0.3);
        expect(share).toBeLessThan(0.7);
        expect(first + second).toBeGreaterThan(0.85 * rate * (1 - loss));
      });

  it("four of them come to keep a queue below 1.5 bandwidth-delay products in a buffer of eight", () => {
    const { pathBytes, runUntil, queueUntil } = road({
      ...{ megabits: 10, roundTripMs: 50, buffer: 8, seed },
      starts: [0, 1_000, 2_000, 3_000],
    });
    // Latecomers take the queue they find for the path's length, until they have emptied it together: one seed in 400
    // needs more than 25 s for it, none of 400 more than 55.
    runUntil(55_000);
    expect(queueUntil(60_000)).toBeLessThan(1.5 * pathBytes);
  });
});

describe(`one flow keeps no queue once it knows the path (seed ${seed})`, () => {
  for (const loss of [0, 0.01])
    it(`${loss * 100} % loss`, () => {
      const { bottleneck, pathBytes, runUntil, queueUntil } = road({
        ...{ megabits: 20, roundTripMs: 40, buffer: 8, loss, seed },
      });
      runUntil(2_000);
      bottleneck.peakBytes = 0;
      expect(queueUntil(10_000)).toBeLessThan(0.4 * pathBytes);
      expect(bottleneck.peakBytes).toBeLessThan(1.1 * pathBytes);
    });
});
