import { UsageError } from "../errors.ts";
import type { SeededRandom } from "./random.ts";

/** What one direction of a simulated network does to packets. Probabilities are from 0 to 1 for each packet. */
export interface Faults {
  /** Time a packet travels at least, in milliseconds. */
  readonly delayMs: number;
  /** Up to this much longer, uniformly, in milliseconds: more than the time between packets reorders them. */
  readonly jitterMs: number;
  readonly loss: number;
  /** A second copy arrives, with a jitter of its own. */
  readonly duplication: number;
  /** A packet is held back by `reorderingMs`, so that later ones overtake it. */
  readonly reordering: number;
  readonly reorderingMs: number;
  /** One bit is flipped. */
  readonly corruption: number;
  /** Nothing passes that is sent from now on. */
  readonly dark: boolean;
  /** Largest packet that passes, in bytes. */
  readonly mtu: number;
  /** Bytes a millisecond that pass the bottleneck, more than 0. */
  readonly bandwidth: number;
  /** A packet that finds more bytes than this waiting before the bottleneck is dropped. */
  readonly queueBytes: number;
}

export const noFaults: Faults = {
  delayMs: 10,
  jitterMs: 0,
  loss: 0,
  duplication: 0,
  reordering: 0,
  reorderingMs: 10,
  corruption: 0,
  dark: false,
  mtu: Number.POSITIVE_INFINITY,
  bandwidth: Number.POSITIVE_INFINITY,
  queueBytes: Number.POSITIVE_INFINITY,
};

/** What happens to one packet. */
export interface Fate {
  readonly lost: boolean;
  /** The bit that flips. */
  readonly corruptedBit: number | undefined;
  readonly held: boolean;
  readonly delayMs: number;
  /** The delay of the second copy, where there is one. */
  readonly copyDelayMs: number | undefined;
}

/** Every packet takes equally many numbers, so that changing one fault leaves what the others do as it was. */
export function drawFate(random: SeededRandom, faults: Faults, packetBytes: number): Fate {
  const lost = random.chance(faults.loss);
  const corrupted = random.chance(faults.corruption);
  const bit = random.integer(packetBytes * 8);
  const held = random.chance(faults.reordering);
  const duplicated = random.chance(faults.duplication);
  const delayMs = faults.delayMs + random.float() * faults.jitterMs;
  const copyDelayMs = faults.delayMs + random.float() * faults.jitterMs;
  return {
    lost,
    corruptedBit: corrupted ? bit : undefined,
    held,
    delayMs: held ? delayMs + faults.reorderingMs : delayMs,
    copyDelayMs: duplicated ? copyDelayMs : undefined,
  };
}

/** `faults` with `changes`. Throws UsageError where a change is out of range. */
export function changedFaults(faults: Faults, changes: Partial<Faults>): Faults {
  for (const name of ["loss", "duplication", "reordering", "corruption"] as const) {
    const probability = changes[name] ?? 0;
    if (!(probability >= 0 && probability <= 1)) throw outOfRange(name, probability, "a probability from 0 to 1");
  }
  for (const name of ["delayMs", "jitterMs", "reorderingMs", "mtu", "queueBytes"] as const) {
    const amount = changes[name] ?? 0;
    if (!(amount >= 0)) throw outOfRange(name, amount, "0 or more");
  }
  const { bandwidth = noFaults.bandwidth } = changes;
  if (!(bandwidth > 0)) throw outOfRange("bandwidth", bandwidth, "more than 0");
  return { ...faults, ...changes };
}

function outOfRange(name: string, value: unknown, wanted: string): UsageError {
  return new UsageError(
    "ERR_COUNTERSIGN_INVALID_ARGUMENT",
    `simulatedNetwork: ${name} is ${value}; it takes ${wanted}`,
  );
}
