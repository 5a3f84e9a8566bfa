/**
 * Counts round trips by packets (draft-ietf-ccwg-bbr §5.5.1): one is over when something is acknowledged that was sent
 * after it began. None is shorter than `shortestMs`, so that on a path of microseconds there is something to measure
 * in it, whatever the granularity of timers and however the event loop stalls.
 */
export class Rounds {
  count = 0;
  /** The last `handleDelivered` began a round. */
  started = false;
  readonly #shortestMs: number;
  #startedAt = Number.NEGATIVE_INFINITY;
  #endAt = 0;

  constructor(shortestMs: number) {
    this.#shortestMs = shortestMs;
  }

  /** `priorDelivered`: what had been delivered in all when the newest packet acknowledged was sent. */
  handleDelivered(priorDelivered: number, deliveredBytes: number, now: number): void {
    this.started = priorDelivered >= this.#endAt && now - this.#startedAt >= this.#shortestMs;
    if (!this.started) return;
    this.count++;
    this.#endAt = deliveredBytes;
    this.#startedAt = now;
  }
}
