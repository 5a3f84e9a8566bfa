import { describe, expect, it } from "vitest";
import { Series } from "../../src/run/series.ts";

describe("Series", () => {
  it("keeps the median of each round and every sample", () => {
    const series = new Series();
    series.record({ ok: true, samples: [1, 2, 9] });
    series.record({ ok: true, samples: [4, 6] });
    expect(series.medians).toEqual([2, 5]);
    expect(series.samples).toEqual([1, 2, 9, 4, 6]);
    expect(series.error).toBeUndefined();
  });

  it("keeps the first error", () => {
    const series = new Series();
    series.record({ ok: false, error: "first" });
    series.record({ ok: false, error: "second" });
    expect(series.error).toBe("first");
  });
});
