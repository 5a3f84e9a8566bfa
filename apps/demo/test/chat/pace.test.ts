import { expect, it } from "vitest";
import { Pace } from "../../src/chat/server/pace.ts";

const allowance = { burst: 1_000, perSecond: 100 };

it("lets a burst pass, and then so much a second", () => {
  const pace = new Pace(allowance, 0);
  expect(pace.take(400, 0)).toBe(0);
  expect(pace.take(600, 0)).toBe(0);
  expect(pace.take(50, 0)).toBe(500);
  expect(pace.take(50, 500)).toBe(500);
  expect(pace.take(0, 1_000)).toBe(0);
});

it("saves up no more than a burst", () => {
  const pace = new Pace(allowance, 0);
  expect(pace.take(1_000, 3_600_000)).toBe(0);
  expect(pace.take(100, 3_600_000)).toBe(1_000);
});
