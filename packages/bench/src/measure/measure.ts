import type { KindName } from "../scenarios/kind.ts";
import type { Dial } from "../subjects/subject.ts";
import { measureHandshake } from "./handshake.ts";
import { measureMemory } from "./memory.ts";
import { measureRoundTrip } from "./round-trip.ts";
import type { Timing } from "./sample.ts";
import { measureThroughput } from "./throughput.ts";

/**
 * The samples of one scenario in its kind's unit, on connections of its own. Rejects when anything was wrong.
 * `earlier`: what the same call gave before, if it was made.
 */
export function measure(
  kind: KindName,
  dial: Dial,
  size: number | null,
  timing: Timing,
  earlier?: readonly number[],
): Promise<number[]> {
  if (kind === "handshake") return measureHandshake(dial, timing);
  if (kind === "memory") return measureMemory(dial, timing.sessions);
  if (size === null) throw new RangeError(`${kind} needs a size`);
  if (kind === "round-trip") return measureRoundTrip(dial, size, timing);
  return measureThroughput(dial, size, timing, earlier);
}
