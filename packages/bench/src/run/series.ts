import { addUse } from "../cpu/parts.ts";
import type { CpuUses, Datagrams } from "../measure/measure.ts";
import type { Measured } from "../roles/job.ts";
import { median } from "../statistics/quantile.ts";
import type { WireCount } from "../wire/wire-tally.ts";

/** Everything measured for one scenario, round by round, until something is wrong with it. */
export class Series {
  /** One for each round. */
  readonly medians: number[] = [];
  readonly samples: number[] = [];
  /** Of unreliable datagrams, all rounds together; undefined where none were measured. */
  datagrams: Datagrams | undefined;
  /** Of a footprint; undefined where none was taken. */
  wire: WireCount | undefined;
  /** Of all rounds together; undefined where none was profiled. */
  cpu: CpuUses | undefined;
  #error: string | undefined;

  /** The first thing that went wrong. What was measured before it counts for nothing. */
  get error(): string | undefined {
    return this.#error;
  }

  record(measured: Measured): void {
    if (!measured.ok) {
      this.#error ??= measured.error;
      return;
    }
    if (measured.datagrams) {
      const { sent, received } = measured.datagrams;
      this.datagrams = {
        sent: (this.datagrams?.sent ?? 0) + sent,
        received: (this.datagrams?.received ?? 0) + received,
      };
    }
    if (measured.cpu) this.cpu = this.cpu ? addUses(this.cpu, measured.cpu) : measured.cpu;
    this.wire = measured.wire ?? this.wire;
    this.medians.push(median(measured.samples));
    for (const sample of measured.samples) this.samples.push(sample);
  }
}

function addUses(one: CpuUses, other: CpuUses): CpuUses {
  const server = one.server && other.server ? addUse(one.server, other.server) : null;
  return { client: addUse(one.client, other.client), server };
}
