/**
 * The shortest round trip of the last ten seconds, and when the path has to be emptied to look for it
 * (draft-ietf-ccwg-bbr §5.5.7): when none as short was seen for five, and every ten. The latter since a queue that others
 * made, and that shrinks a little now and then, would put it off for ever.
 */
export class MinRoundTrip {
  /** Milliseconds; 0 before the first sample. */
  ms = 0;
  #seenAt = 0;
  #shortest = 0;
  #shortestAt = 0;
  /** What the last search found, or any shorter one since. */
  #probed = 0;
  #probedAt = 0;

  handleSample(roundTripMs: number, now: number): void {
    if (this.ms === 0) this.#reset(roundTripMs, now);
    // A hair more counts as the same: real clocks never measure it twice alike.
    if (roundTripMs <= this.ms * sameUpTo) this.#seenAt = now;
    if (roundTripMs <= this.#shortest || now - this.#shortestAt > probeAfterMs) {
      this.#shortest = roundTripMs;
      this.#shortestAt = now;
    }
    if (roundTripMs < this.ms) {
      this.ms = roundTripMs;
      this.#probed = roundTripMs;
    } else if (now - this.#seenAt > forgetAfterMs) this.#reset(this.#shortest, this.#shortestAt);
  }

  /** It is time to empty the queue and to measure. */
  isStale(now: number): boolean {
    return this.ms > 0 && (now - this.#seenAt > probeAfterMs || now - this.#probedAt > probeAlwaysMs);
  }

  forget(): void {
    this.ms = 0;
  }

  /**
   * The path was kept nearly empty, and the shortest then was this. It takes two of these for the estimate to rise:
   * others may have filled the path the first time.
   */
  handleProbe(roundTripMs: number, now: number): void {
    const probed = Math.min(roundTripMs, this.#probed);
    this.#reset(probed, now);
    this.#probed = roundTripMs;
  }

  #reset(roundTripMs: number, now: number): void {
    this.ms = roundTripMs;
    this.#seenAt = now;
    this.#probedAt = now;
    this.#shortest = roundTripMs;
    this.#shortestAt = now;
    this.#probed = roundTripMs;
  }
}

const probeAfterMs = 5_000;
const probeAlwaysMs = 10_000;
const forgetAfterMs = 10_000;
const sameUpTo = 1 + 1 / 32;
