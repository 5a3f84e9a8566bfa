import { onTestFailed } from "vitest";

/** Pseudo-random numbers (xorshift32) of a seed that is printed when the test fails. */
export function seeded(seed = 1 + Math.floor(Math.random() * 0x7fff_fffe)) {
  onTestFailed(() => console.error(`random seed: ${seed}`));
  let state = seed;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  return {
    /** From `min` to `max`, both included. */
    integer: (min: number, max: number) => min + (next() % (max - min + 1)),
    bytes: (length: number) => Buffer.from(Uint8Array.from({ length }, next)),
  };
}
