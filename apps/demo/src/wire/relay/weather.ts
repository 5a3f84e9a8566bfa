import type { Weather } from "../protocol.ts";

export const fairWeather: Weather = { loss: 0, delayMs: 0, reordering: 0 };

/**
 * What the network does to one datagram: the milliseconds that it takes, or undefined when it gets lost. `random` is
 * uniform in [0, 1).
 */
export function delayUnder({ loss, delayMs, reordering }: Weather, random: () => number): number | undefined {
  if (random() < loss) return undefined;
  return random() < reordering ? delayMs + overtakenMs + delayMs / 2 : delayMs;
}

/** A datagram that is to be overtaken takes so much longer, and half of the usual delay. */
const overtakenMs = 15;
