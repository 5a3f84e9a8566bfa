/**
 * Finds how large packets may be (RFC 8899): the base size is taken for granted, more only when a probe of that size has
 * arrived. Bytes, milliseconds.
 */
export class PacketSize {
  /** Bytes of the packets that are sent now. */
  current: number;
  readonly #base: number;
  /** The largest size that is not known to fail. */
  #limit: number;
  readonly #most: number;
  /** Of the probe in flight. */
  #probing: number | undefined;
  #losses = 0;
  /** Larger packets than the base were lost, or have arrived, since the last `handleEnd`. */
  #largeLost = false;
  #largeArrived = false;
  /** How often in a row acknowledgements told of such losses, and of no such packet that arrived. */
  #suspicions = 0;
  #falls = 0;
  /** No probe before that: the path has just shown that it takes less. */
  #restUntil = Number.NEGATIVE_INFINITY;

  constructor(base: number, most: number) {
    this.#base = base;
    this.#most = Math.max(base, most);
    this.#limit = this.#most;
    this.current = base;
  }

  /** Bytes of a probe that is worth sending now; 0: none. */
  probeBytes(now: number): number {
    if (this.#probing !== undefined || now < this.#restUntil) return 0;
    if (this.#limit - this.current < worthwhileBytes) {
      if (this.current === this.#most || this.#restUntil === Number.NEGATIVE_INFINITY) return 0;
      // After a rest the path may have changed for the better.
      this.#limit = this.#most;
      this.#restUntil = Number.NEGATIVE_INFINITY;
    }
    // Most paths take either everything or hardly more than the base.
    return this.#limit === this.#most ? this.#most : Math.ceil((this.current + this.#limit) / 2);
  }

  handleProbeSent(bytes: number): void {
    this.#probing = bytes;
  }

  handleProbeAcknowledged(): void {
    if (this.#probing === undefined) return;
    this.current = Math.max(this.current, this.#probing);
    this.#probing = undefined;
    this.#losses = 0;
    this.#largeArrived = true;
  }

  /** One lost probe may have been bad luck. */
  handleProbeLost(now: number): void {
    if (this.#probing === undefined) return;
    this.#losses++;
    if (this.#losses >= maxProbes) {
      this.#limit = Math.min(this.#limit, this.#probing - 1);
      this.#losses = 0;
      if (this.#limit - this.current < worthwhileBytes) this.#restUntil = now + longRestMs;
    }
    this.#probing = undefined;
  }

  /** A packet with data has arrived. */
  handleAcknowledged(bytes: number): void {
    if (bytes > this.#base) this.#largeArrived = true;
  }

  /** A packet with data is lost. */
  handleLost(bytes: number): void {
    if (bytes > this.#base) this.#largeLost = true;
  }

  /** Behind all that one acknowledgement told. Large packets that never arrive, while small ones do, are too large. */
  handleEnd(now: number): void {
    if (this.#largeArrived) this.#suspicions = 0;
    else if (this.#largeLost && ++this.#suspicions >= maxSuspicions) this.fall(now);
    this.#largeArrived = false;
    this.#largeLost = false;
  }

  /** Nothing arrives, and perhaps that is because of the size (RFC 8899 §4.3). The rest is longer each time. */
  fall(now: number): void {
    if (this.current === this.#base) return;
    this.#restUntil = now + Math.min(shortRestMs * 2 ** this.#falls++, longRestMs);
    this.current = this.#base;
    this.#limit = this.#most;
    this.#suspicions = 0;
    this.#losses = 0;
    this.#probing = undefined;
  }

  /** The system would not send a packet of this size. */
  handleTooLarge(bytes: number): void {
    if (bytes <= this.#base) return;
    // What we know is a size that fails, and one byte less would be hardly ever right.
    this.#limit = Math.min(this.#limit, bytes - 1);
    if (this.current > this.#limit) this.current = this.#base;
    if (this.#probing !== undefined && this.#probing > this.#limit) this.#probing = undefined;
  }

  handlePathChange(): void {
    this.current = this.#base;
    this.#limit = this.#most;
    this.#probing = undefined;
    this.#losses = 0;
    this.#suspicions = 0;
    this.#restUntil = Number.NEGATIVE_INFINITY;
  }
}

// RFC 8899 §5.1.2, MAX_PROBES.
const maxProbes = 3;
// Less is not worth a probe.
const worthwhileBytes = 32;
const maxSuspicions = 3;
const shortRestMs = 5_000;
// RFC 8899 §5.1.1, PMTU_RAISE_TIMER.
const longRestMs = 600_000;
