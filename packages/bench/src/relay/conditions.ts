/** What a relay does to the packets between a client and a server, in each direction alike. */
export interface Conditions {
  /** Share of the packets that are lost, each by itself, 0 to 1. */
  readonly loss: number;
  /** Added to a round trip, in milliseconds: half of it each way. */
  readonly delayMs: number;
  /** Share of the packets that are held back, so that others overtake them, 0 to 1. */
  readonly reorder: number;
  /** What all clients together may send in one direction; null: as much as the relay can carry. */
  readonly bytesPerSecond: number | null;
}

/** A relay that changes nothing but the way. */
export const calm: Conditions = { loss: 0, delayMs: 0, reorder: 0, bytesPerSecond: null };

/** What a scenario about a bottleneck meets when nobody asked for another: 10 MB/s, and 20 ms for a round trip. */
export const narrow: Conditions = { ...calm, delayMs: 20, bytesPerSecond: 10e6 };

/** Packets may be missing, or come in another order than they left. */
export function disturbs({ loss, reorder }: Conditions): boolean {
  return loss > 0 || reorder > 0;
}

/** "1 % loss, 20 ms round trip, 100 MB/s". */
export function sayConditions({ loss, delayMs, reorder, bytesPerSecond }: Conditions): string {
  const parts = [`${percent(loss)} % loss`, `${delayMs} ms added to a round trip`];
  if (reorder > 0) parts.push(`${percent(reorder)} % reordered`);
  if (bytesPerSecond !== null) parts.push(`${bytesPerSecond / 1e6} MB/s`);
  return parts.join(", ");
}

function percent(share: number): number {
  return Number((share * 100).toPrecision(6));
}
