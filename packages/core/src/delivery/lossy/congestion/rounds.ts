import type { DeliveryRate } from "./delivery-rate.ts";

/**
 * Counts round trips by packets (draft-ietf-ccwg-bbr §5.5.1): one is over when something is acknowledged that was sent
 * after it began. None is shorter than `shortestMs`, so that on a path of microseconds there is something to measure
 * in it, whatever the granularity of timers and however the event loop stalls.
 */
export class Rounds {
  count = 0;
  readonly #shortestMs: number;
  #startedAt = Number.NEGATIVE_INFINITY;
  #endAt = 0;

  constructor(shortestMs: number) {
    this.#shortestMs = shortestMs;
  }

  /** True when a round ended, and the next began. */
  handleDelivered(delivery: DeliveryRate, now: number): boolean {
    if (delivery.newlyDelivered === 0) return false;
    if (delivery.priorDelivered < this.#endAt || now - this.#startedAt < this.#shortestMs) return false;
    this.count++;
    this.#endAt = delivery.deliveredBytes;
    this.#startedAt = now;
    return true;
  }
}
