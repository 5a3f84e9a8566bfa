import type { KindName } from "../scenarios/kind.ts";
import type { Dial } from "../subjects/subject.ts";
import { measureHandshake } from "./handshake.ts";
import { measureRoundTrip } from "./round-trip.ts";
import type { Timing } from "./sample.ts";
import { measureThroughput } from "./throughput.ts";

/** The samples of one scenario in its kind's unit, on a connection of their own. Rejects when anything was wrong. */
export function measure(kind: KindName, dial: Dial, size: number | null, timing: Timing): Promise<number[]> {
  if (kind === "handshake") return measureHandshake(dial, timing);
  if (size === null) throw new RangeError(`${kind} needs a size`);
  return kind === "round-trip" ? measureRoundTrip(dial, size, timing) : measureThroughput(dial, size, timing);
}
