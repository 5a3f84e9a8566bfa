/**
 * When to send again what may be lost: after 0.5 s, then twice as long each time, up to 4 s (RFC 6298 §5.5 in
 * spirit; RFC 9147 §5.8.2 recommends an initial 1 s and allows less where delays are known to be short).
 */
export class Retransmit {
  #at: number | undefined;
  #wait = firstWaitMs;

  /** Undefined: nothing is waiting for an answer. */
  get deadline(): number | undefined {
    return this.#at;
  }

  /** Something new was sent, and waits for its answer from now on. */
  start(now: number): void {
    this.#wait = firstWaitMs;
    this.#at = now + this.#wait;
  }

  /** True: it is time to send again; the next time is further away. */
  due(now: number): boolean {
    if (this.#at === undefined || now < this.#at) return false;
    this.#wait = Math.min(this.#wait * 2, longestWaitMs);
    this.#at = now + this.#wait;
    return true;
  }

  /** The answer is here. */
  stop(): void {
    this.#at = undefined;
  }
}

const firstWaitMs = 500;
const longestWaitMs = 4_000;
