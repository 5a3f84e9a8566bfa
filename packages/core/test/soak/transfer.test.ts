import { describe, expect, it, vi } from "vitest";
import { seed } from "../fixtures/seed.ts";
import { expectBoundedMemory, expectFewPackets, expectProperEnd, expectTimelyEnd } from "./expectations.ts";
import { drawPlan } from "./plan.ts";
import { run } from "./run-plan.ts";
import { reseed } from "./seeded-draws.ts";
import { failuresOf, patienceMs, seedsFor } from "./seeds.ts";

vi.mock("../../src/api/options.ts", async (importOriginal) => {
  const { draw } = await import("./seeded-draws.ts");
  return { ...(await importOriginal<object>()), random: draw };
});

// spec
describe(`a session over a network with faults, from seed ${seed}`, () => {
  const recovers = "delivers every message once, in order and unchanged, and ends without error";
  const dies = "ends with the right error within its time limit when the network does not recover";

  it(
    recovers,
    async () => {
      const failures = await failuresOf(seedsFor(120), async (each) => {
        reseed(each);
        const plan = drawPlan(each);
        const done = await run(plan);
        expectProperEnd(plan, done);
        expectBoundedMemory(plan, done);
        expectFewPackets(plan, done);
      });
      expect(failures).toEqual([]);
    },
    patienceMs,
  );

  it(
    dies,
    async () => {
      const failures = await failuresOf(seedsFor(80), async (each) => {
        reseed(each);
        const plan = drawPlan(each, true);
        const done = await run(plan);
        expectTimelyEnd(plan, done);
        expectBoundedMemory(plan, done);
      });
      expect(failures).toEqual([]);
    },
    patienceMs,
  );
});
