import { seededRandom } from "@countersign/core/testing";
import { onTestFailed } from "vitest";

/** Pseudo-random numbers of a seed that is printed when the test fails. */
export function seeded(seed = 1 + Math.floor(Math.random() * 0x7fff_fffe)) {
  onTestFailed(() => console.error(`random seed: ${seed}`));
  const random = seededRandom(seed);
  return {
    /** From `min` to `max`, both included. */
    integer: (min: number, max: number) => min + random.integer(max - min + 1),
    bytes: (length: number) => Buffer.from(random.bytes(length)),
  };
}
