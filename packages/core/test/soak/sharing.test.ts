import { describe, expect, it } from "vitest";
import { seed } from "../fixtures/seed.ts";
import { failuresOf, patienceMs, seedsFor } from "./seeds.ts";
import { share } from "./sharing.ts";

// spec: R-9
describe(`two sessions at one bottleneck, from seed ${seed}`, () => {
  it("share it", async () => expect(await failuresOf(seedsFor(3), share)).toEqual([]), patienceMs);
});
