/**
 * The shortest round trip of the last ten seconds, and when it has to be looked for (draft-ietf-ccwg-bbr §5.5.7): when
 * none as short was seen for five.
 */
export class MinRoundTrip {
  /** Milliseconds; 0 before the first sample. */
  ms = 0;
  #seenAt = 0;
  #shortest = 0;
  #shortestAt = 0;

  handleSample(roundTripMs: number, now: number): void {
    if (this.ms === 0) this.reset(roundTripMs, now);
    // A hair more counts as the same: real clocks never measure it twice alike.
    if (roundTripMs <= this.ms * sameUpTo) this.#seenAt = now;
    if (roundTripMs <= this.#shortest || now - this.#shortestAt > probeAfterMs) {
      this.#shortest = roundTripMs;
      this.#shortestAt = now;
    }
    if (roundTripMs < this.ms) this.ms = roundTripMs;
    else if (now - this.#seenAt > forgetAfterMs) this.reset(this.#shortest, this.#shortestAt);
  }

  /** It is time to empty the queue and to measure. */
  isStale(now: number): boolean {
    return this.ms > 0 && now - this.#seenAt > probeAfterMs;
  }

  /** The queue was emptied: this is the path's now. */
  reset(roundTripMs: number, now: number): void {
    this.ms = roundTripMs;
    this.#seenAt = now;
    this.#shortest = roundTripMs;
    this.#shortestAt = now;
  }
}

const probeAfterMs = 5_000;
const forgetAfterMs = 10_000;
const sameUpTo = 1 + 1 / 32;
