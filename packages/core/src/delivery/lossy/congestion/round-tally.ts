import type { DeliveryRate } from "./delivery-rate.ts";

/** What the acknowledgements of one round told. */
export class RoundTally {
  /** The best sample of the rate, bytes a millisecond; 0: there was none. */
  bestRate = 0;
  /** Milliseconds; Infinity and 0: there was no sample. */
  shortestMs = Number.POSITIVE_INFINITY;
  longestMs = 0;
  /** The application limited some of it, so that low rates say nothing. */
  applicationLimited = false;
  lostBytes = 0;
  #deliveredBytes = 0;

  /** The part of the round's bytes that was lost, 0 to 1. */
  get lossRate(): number {
    return this.lostBytes === 0 ? 0 : this.lostBytes / (this.lostBytes + this.#deliveredBytes);
  }

  handleRoundTrip(ms: number): void {
    if (ms < this.shortestMs) this.shortestMs = ms;
    if (ms > this.longestMs) this.longestMs = ms;
  }

  handleDelivered(delivery: DeliveryRate): void {
    this.lostBytes += delivery.newlyLost;
    this.#deliveredBytes += delivery.newlyDelivered;
    if (delivery.newlyDelivered > 0 && delivery.applicationLimited) this.applicationLimited = true;
    if (delivery.rate > this.bestRate) this.bestRate = delivery.rate;
  }

  /** Begins the next round. */
  reset(): void {
    this.bestRate = 0;
    this.shortestMs = Number.POSITIVE_INFINITY;
    this.longestMs = 0;
    this.applicationLimited = false;
    this.lostBytes = 0;
    this.#deliveredBytes = 0;
  }
}
