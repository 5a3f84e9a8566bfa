import { type Counter, newCounter, type RelayCounts } from "../relay/direction.ts";

/** What all relays of a run counted, both directions together. */
export class RelayTotals {
  #total: Counter | null = null;

  get total(): RelayCounts | null {
    return this.#total;
  }

  /** `counts`: of one pair's relay; undefined: it had none. */
  add(counts: RelayCounts | undefined): void {
    if (!counts) return;
    this.#total ??= newCounter();
    for (const name of Object.keys(counts) as (keyof RelayCounts)[]) this.#total[name] += counts[name];
  }
}
