import { describe, expect, it, vi } from "vitest";
import { seed } from "../fixtures/seed.ts";
import { failuresOf, patienceMs, seedsFor } from "./seeds.ts";
import { share } from "./sharing.ts";

// The control: what fairness is expected of everybody.
vi.mock("../../src/delivery/lossy/congestion/model-based.ts", async () => {
  const { NewReno } = await import("../../src/delivery/lossy/congestion/new-reno.ts");
  return { ModelBased: NewReno };
});

describe(`two sessions under NewReno at one bottleneck, from seed ${seed}`, () => {
  it("share it", async () => expect(await failuresOf(seedsFor(3), share)).toEqual([]), patienceMs);
});
