import { expect, it } from "vitest";
import { Nudge } from "../../src/session/nudge.ts";

/** The times at which it wakes, until it leaves it at that. */
function wakes(nudge: Nudge): number[] {
  const times: number[] = [];
  for (let at = nudge.nextTimeout(); at !== undefined; at = nudge.nextTimeout()) {
    expect(nudge.due(at - 0.001)).toBe(false);
    expect(nudge.due(at)).toBe(true);
    expect(nudge.due(at)).toBe(false);
    times.push(at);
  }
  return times;
}

// spec: R-24
it("a client that never received anything has nothing to say", () => {
  const nudge = new Nudge();
  expect([nudge.nextTimeout(), nudge.due(1e9)]).toEqual([undefined, false]);
});

it("a client that hears no more says something after its patience, then ever more seldom", () => {
  const nudge = new Nudge();
  nudge.handleNews(1_000, 500);
  expect(wakes(nudge)).toEqual([1_500, 2_500, 4_500, 8_500, 16_500]);
  expect(nudge.due(1e9)).toBe(false);
  nudge.handleNews(1_000, 8_000);
  expect(wakes(nudge)).toEqual([9_000]);
});

it("news put it off, and start it over", () => {
  const nudge = new Nudge();
  nudge.handleNews(0, 500);
  for (let now = 0; now < 10_000; now += 400) {
    expect(nudge.due(now)).toBe(false);
    nudge.handleNews(now, 500);
  }
  nudge.due(10_100);
  nudge.due(11_100);
  nudge.handleNews(12_000, 100);
  expect(nudge.nextTimeout()).toBe(12_100);
});
