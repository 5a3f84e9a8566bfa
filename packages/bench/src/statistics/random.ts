import { createHash } from "node:crypto";

/** Uniform in [0, 1). */
export type Random = () => number;

/**
 * The same seed and purpose give the same numbers on every machine; two purposes share nothing. It is Mulberry32 over a
 * hash: for the order of rounds and for resampling, never for keys.
 */
export function seededRandom(seed: number, purpose: string): Random {
  let state = createHash("sha256").update(`${seed}/${purpose}`).digest().readUInt32LE();
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A new array of the same values in a random order (Fisher and Yates). */
export function shuffled<T>(values: readonly T[], random: Random): T[] {
  const result = [...values];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}
