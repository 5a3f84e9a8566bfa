import { describe, expect, it } from "vitest";
import { seed } from "../../../fixtures/seed.ts";
import { road } from "./fixtures/road.ts";

const path = { megabits: 20, roundTripMs: 40, seed };

describe(`model-based congestion control adapts (seed ${seed})`, () => {
  it("to a tenth of the bandwidth: soon without a queue that stands", () => {
    const { bottleneck, flows, rate, pathBytes, runUntil, measureUntil, queueUntil } = road({ ...path, buffer: 4 });
    runUntil(3_000);
    bottleneck.rate /= 10;
    runUntil(9_000);
    expect(measureUntil(12_000)[0]).toBeGreaterThan(0.085 * rate);
    expect(flows[0]?.controller.pacingRate).toBeLessThan(0.2 * rate);
    expect(queueUntil(15_000)).toBeLessThan(0.2 * pathBytes);
  });

  it("to five times the bandwidth", () => {
    const { bottleneck, rate, runUntil, measureUntil } = road({ ...path, megabits: 10 });
    runUntil(3_000);
    bottleneck.rate *= 5;
    runUntil(6_000);
    expect(measureUntil(8_000)[0]).toBeGreaterThan(0.85 * 5 * rate);
  });

  it("not to what the application leaves out", () => {
    const { flows, rate, runUntil, measureUntil } = road(path);
    const [flow] = flows;
    runUntil(3_000);
    if (flow) flow.applicationRate = rate / 20;
    runUntil(20_000);
    const window = flow?.controller.windowBytes ?? 0;
    // Neither lower, since it sent less than it could have; nor higher.
    expect(window).toBeGreaterThan(0.8 * rate * path.roundTripMs);
    expect(window).toBeLessThan(2.5 * rate * path.roundTripMs);
    if (flow) flow.applicationRate = Number.POSITIVE_INFINITY;
    expect(measureUntil(21_000)[0]).toBeGreaterThan(0.85 * rate);
  });

  it("never to more than an application gives that never filled the path", () => {
    const { flows, rate, runUntil } = road({ ...path, applicationRate: (path.megabits * 125) / 20 });
    runUntil(10_000);
    expect(flows[0]?.controller.pacingRate).toBeLessThan(rate);
  });

  it("to a path that is dark for 10 s, once it is back", () => {
    const { bottleneck, flows, rate, runUntil, measureUntil } = road(path);
    runUntil(3_000);
    bottleneck.dark = true;
    runUntil(13_000);
    bottleneck.dark = false;
    // The next probe is at most twice the time away that the path was dark.
    runUntil(26_000);
    expect(flows[0]?.persistentCongestions).toBeGreaterThan(0);
    expect(measureUntil(28_000)[0]).toBeGreaterThan(0.85 * rate);
  });
});
