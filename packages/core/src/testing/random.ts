import { createHash } from "node:crypto";

/** Random numbers for tests: one seed gives the same numbers on every machine. Never for keys. */
export interface SeededRandom {
  /** Uniform in [0, 1), in steps of 2^-32. */
  float(): number;
  /** A whole number, uniform in [0, range); `range` is at most 2^32. */
  integer(range: number): number;
  /** True with this probability. Takes one number from the sequence even when the answer is sure. */
  chance(probability: number): boolean;
  bytes(count: number): Uint8Array;
}

/** Generators of different seeds are independent of each other, also when the seeds are neighbours. */
export function seededRandom(seed: number): SeededRandom {
  const hash = createHash("sha256").update(String(seed)).digest();
  const next = xoshiro128starstar([0, 4, 8, 12].map((offset) => hash.readUInt32LE(offset)));
  const float = () => next() / 2 ** 32;
  return {
    float,
    integer: (range) => Math.floor(float() * range),
    chance: (probability) => float() < probability,
    bytes: (count) => new Uint8Array(count).map(() => next() >>> 24),
  };
}

/**
 * xoshiro128** 1.1 by David Blackman and Sebastiano Vigna (https://prng.di.unimi.it/xoshiro128starstar.c, public
 * domain): "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021. `state`: four words, not all zero.
 */
export function xoshiro128starstar(state: readonly number[]): () => number {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
