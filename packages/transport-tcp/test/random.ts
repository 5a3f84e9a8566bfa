import { randomInt } from "node:crypto";
import { seededRandom } from "@countersign/core/testing";
import { onTestFailed } from "vitest";

/** Pseudo-random numbers of a seed that is printed when the test fails. */
export function seeded(seed = Number(process.env.SEED ?? randomInt(2 ** 31))) {
  onTestFailed(() => console.error(`SEED=${seed}`));
  const random = seededRandom(seed);
  return {
    /** From `min` to `max`, both included. */
    integer: (min: number, max: number) => min + random.integer(max - min + 1),
    bytes: (length: number) => Buffer.from(random.bytes(length)),
  };
}
