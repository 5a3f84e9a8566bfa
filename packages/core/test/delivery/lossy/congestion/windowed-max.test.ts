import { describe, expect, it } from "vitest";
import { WindowedMax } from "../../../../src/delivery/lossy/congestion/windowed-max.ts";
import { seededRandom } from "../../../../src/testing/random.ts";
import { seed } from "../../../fixtures/seed.ts";

describe("WindowedMax", () => {
  it("is 0 at first, then the best", () => {
    const max = new WindowedMax(10);
    expect(max.value).toBe(0);
    max.update(3, 0);
    max.update(7, 1);
    max.update(5, 2);
    expect(max.value).toBe(7);
  });

  it("falls to the second, then to the third, as each grows too old", () => {
    const max = new WindowedMax(10);
    max.update(9, 0);
    max.update(6, 4);
    max.update(4, 8);
    expect(max.value).toBe(9);
    max.update(1, 11);
    expect(max.value).toBe(6);
    max.update(1, 15);
    expect(max.value).toBe(4);
    max.update(1, 19);
    expect(max.value).toBe(1);
  });

  it("forgets everything after a long silence", () => {
    const max = new WindowedMax(10);
    max.update(9, 0);
    max.update(2, 100);
    expect(max.value).toBe(2);
  });

  it("counts this tick and the last when the window is 1", () => {
    const max = new WindowedMax(1);
    max.update(9, 0);
    max.update(5, 1);
    max.update(4, 1);
    expect(max.value).toBe(9);
    max.update(3, 2);
    expect(max.value).toBe(5);
    max.update(3, 3);
    expect(max.value).toBe(3);
  });

  it(`is the value of a sample no older than the window, and not below the newest (seed ${seed})`, () => {
    const random = seededRandom(seed);
    const max = new WindowedMax(10);
    const samples: number[] = [];
    for (let tick = 0; tick < 2000; tick++) {
      const value = random.integer(1000);
      samples.push(value);
      max.update(value, tick);
      const window = samples.slice(-11);
      expect(window).toContain(max.value);
      expect(max.value).toBeGreaterThanOrEqual(value);
    }
  });
});
