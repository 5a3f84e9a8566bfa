import type { Datagrams } from "../measure/measure.ts";
import type { Measured } from "../roles/job.ts";
import { median } from "../statistics/quantile.ts";

/** Everything measured for one scenario, round by round, until something is wrong with it. */
export class Series {
  /** One for each round. */
  readonly medians: number[] = [];
  readonly samples: number[] = [];
  /** Of unreliable datagrams, all rounds together; undefined where none were measured. */
  datagrams: Datagrams | undefined;
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
    this.medians.push(median(measured.samples));
    for (const sample of measured.samples) this.samples.push(sample);
  }
}
