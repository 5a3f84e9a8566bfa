import type { CpuUse } from "../cpu/parts.ts";
import type { KindName } from "../scenarios/kind.ts";
import type { WireCount } from "../wire/wire-tally.ts";
import { measureCrypto } from "./crypto.ts";
import { measureDatagrams } from "./datagrams.ts";
import { measureEnvelope } from "./envelope.ts";
import { measureFirstEcho } from "./first-echo.ts";
import { measureFootprint } from "./footprint.ts";
import { measureHandshake } from "./handshake.ts";
import { measureHandshakeRate } from "./handshake-rate.ts";
import { measureLatency } from "./latency.ts";
import { measureMemory } from "./memory.ts";
import { measureRoundTrip } from "./round-trip.ts";
import type { Timing } from "./sample.ts";
import { measureSharing } from "./sharing.ts";
import type { Stage } from "./stage.ts";
import { measureThroughput } from "./throughput.ts";

/** What a measurement found. */
export interface Found {
  /** In the kind's unit. */
  readonly samples: readonly number[];
  readonly datagrams?: Datagrams;
  readonly wire?: WireCount;
  readonly cpu?: CpuUses;
}

/** Where both processes' CPU time went; `server` null: there is one process only. */
export interface CpuUses {
  readonly client: CpuUse;
  readonly server: CpuUse | null;
}

/** What a kind is measured with. */
export interface Work {
  /** Bytes of a message. */
  readonly size?: number | null;
  /** How many at once, or a second. */
  readonly load?: number | null;
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
  stage: Stage,
  { size = null, load = null }: Work,
  timing: Timing,
  earlier?: readonly number[],
): Promise<Found> {
  const { dial } = stage;
  switch (kind) {
    case "throughput":
      return samples(measureThroughput(dial, given(kind, size), timing, earlier));
    case "datagrams":
      return measureDatagrams(dial, given(kind, size), timing);
    case "round-trip":
      return samples(measureRoundTrip(dial, given(kind, size), timing));
    case "handshake":
      return samples(measureHandshake(dial, timing));
    case "first-echo":
      return samples(measureFirstEcho(dial, given(kind, size), timing));
    case "handshake-rate":
      return samples(measureHandshakeRate(dial, given(kind, load), timing));
    case "latency":
      return samples(measureLatency(dial, given(kind, size), given(kind, load), timing));
    case "memory":
      return samples(measureMemory(dial, timing.sessions));
    case "sharing":
      return samples(measureSharing(dial, timing));
    case "envelope":
      return samples(measureEnvelope(dial, given(kind, size), timing));
    case "crypto":
      if (!stage.sealing) throw new Error("this subject seals nothing by itself");
      return samples(measureCrypto(stage.sealing, given(kind, size), timing));
    case "footprint":
      return measureFootprint(stage, size);
  }
}

async function samples(found: Promise<number[]>): Promise<Found> {
  return { samples: await found };
}

function given(kind: KindName, value: number | null): number {
  if (value === null) throw new RangeError(`${kind} needs a size or a load`);
  return value;
}
