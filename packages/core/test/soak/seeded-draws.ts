import { type SeededRandom, seededRandom } from "../../src/testing/index.ts";

let random: SeededRandom = seededRandom(0);

/** From now on `draw` gives what this seed does, so that a run can be repeated. */
export function reseed(seed: number): void {
  random = seededRandom(seed);
}

/** In the place of the sessions' cryptographic randomness. */
export function draw(bytes: number): Uint8Array {
  return random.bytes(bytes);
}
