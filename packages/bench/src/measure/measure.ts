import type { KindName } from "../scenarios/kind.ts";
import type { Dial } from "../subjects/subject.ts";
import { measureDatagrams } from "./datagrams.ts";
import { measureFirstEcho } from "./first-echo.ts";
import { measureHandshake } from "./handshake.ts";
import { measureMemory } from "./memory.ts";
import { measureRoundTrip } from "./round-trip.ts";
import type { Timing } from "./sample.ts";
import { measureSharing } from "./sharing.ts";
import { measureThroughput } from "./throughput.ts";

/** What a measurement found. */
export interface Found {
  /** In the kind's unit. */
  readonly samples: readonly number[];
  readonly datagrams?: Datagrams;
}

/** Datagrams that a subject took, and those of them that arrived. */
export interface Datagrams {
  readonly sent: number;
  readonly received: number;
}

/**
 * The samples of one scenario in its kind's unit, on connections of its own. Rejects when anything was wrong.
 * `earlier`: what the same call gave before, if it was made.
 */
export async function measure(
  kind: KindName,
  dial: Dial,
  size: number | null,
  timing: Timing,
  earlier?: readonly number[],
): Promise<Found> {
  if (kind === "datagrams") return measureDatagrams(dial, sizeOf(kind, size), timing);
  return { samples: await samplesOf(kind, dial, size, timing, earlier) };
}

function samplesOf(
  kind: Exclude<KindName, "datagrams">,
  dial: Dial,
  size: number | null,
  timing: Timing,
  earlier?: readonly number[],
): Promise<number[]> {
  if (kind === "handshake") return measureHandshake(dial, timing);
  if (kind === "memory") return measureMemory(dial, timing.sessions);
  if (kind === "sharing") return measureSharing(dial, timing);
  if (kind === "first-echo") return measureFirstEcho(dial, sizeOf(kind, size), timing);
  if (kind === "round-trip") return measureRoundTrip(dial, sizeOf(kind, size), timing);
  return measureThroughput(dial, sizeOf(kind, size), timing, earlier);
}

function sizeOf(kind: KindName, size: number | null): number {
  if (size === null) throw new RangeError(`${kind} needs a size`);
  return size;
}
