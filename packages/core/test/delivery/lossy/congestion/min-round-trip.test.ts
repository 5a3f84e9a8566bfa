import { describe, expect, it } from "vitest";
import { MinRoundTrip } from "../../../../src/delivery/lossy/congestion/min-round-trip.ts";

describe("MinRoundTrip", () => {
  it("is the shortest, and gets stale when none as short comes for five seconds", () => {
    const min = new MinRoundTrip();
    expect(min.isStale(100_000)).toBe(false);
    min.handleSample(20, 0);
    min.handleSample(30, 4_000);
    expect([min.ms, min.isStale(5_000), min.isStale(5_001)]).toEqual([20, false, true]);
    min.handleSample(20.5, 5_001);
    expect([min.ms, min.isStale(5_002)]).toEqual([20, false]);
  });

  it("is looked for every ten seconds, even when it gets a little shorter all the time", () => {
    const min = new MinRoundTrip();
    for (let now = 0; now <= 10_000; now += 1_000) min.handleSample(200 - now / 1_000, now);
    expect([min.isStale(10_000), min.isStale(10_001)]).toEqual([false, true]);
  });

  it("rises when two searches found more", () => {
    const min = new MinRoundTrip();
    min.handleSample(20, 0);
    min.handleProbe(50, 5_200);
    expect(min.ms).toBe(20);
    min.handleProbe(40, 10_400);
    expect(min.ms).toBe(40);
  });

  it("forgets what is ten seconds old, for the shortest of the last five", () => {
    const min = new MinRoundTrip();
    min.handleSample(20, 0);
    min.handleSample(60, 6_000);
    min.handleSample(40, 8_000);
    min.handleSample(50, 10_000);
    expect(min.ms).toBe(20);
    min.handleSample(50, 10_001);
    expect(min.ms).toBe(40);
  });
});
