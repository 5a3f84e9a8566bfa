export interface FarewellOptions {
  /** Writes the packet that says that it is over, and why; returns its length. */
  readonly writeLast: (packet: Uint8Array) => number;
  /** Silence after which the peer has heard it, or is gone; in milliseconds. */
  readonly patienceMs: number;
  /** It was not sent yet. */
  readonly due: boolean;
  readonly now: number;
}

/**
 * A session that is over on a lossy link, where its last word may be lost: it is said again to a peer that goes on (RFC
 * 9000 §10.2.1), to its first packets each and then ever more seldom, and not for ever: nobody makes us talk without end.
 */
export class Farewell {
  /** The last word is to be sent. */
  due: boolean;
  /** When nobody is listened to any more, in milliseconds. */
  until: number;
  readonly #writeLast: (packet: Uint8Array) => number;
  readonly #patienceMs: number;
  readonly #begunAt: number;
  readonly #latest: number;
  #heard = 0;

  constructor({ writeLast, patienceMs, due, now }: FarewellOptions) {
    this.#writeLast = writeLast;
    this.#patienceMs = patienceMs;
    this.#begunAt = now;
    this.#latest = now + 2 * longestMs;
    // The round trip that patience comes from is what the peer made of it.
    this.until = Math.min(now + patienceMs, this.#latest);
    this.due = due;
  }

  /** The peer, or who pretends to be it, has not understood yet. */
  handlePacket(now: number): void {
    this.#heard++;
    // It asks again after twice the time.
    const elapsedMs = now - this.#begunAt;
    const until = Math.min(now + elapsedMs + this.#patienceMs, this.#latest);
    if (elapsedMs < longestMs) this.until = Math.max(this.until, until);
    if (this.#heard <= answered || (this.#heard & (this.#heard - 1)) === 0) this.due = true;
  }

  /** Returns the packet's length. */
  write(packet: Uint8Array): number {
    this.due = false;
    return this.#writeLast(packet);
  }
}

// A power of two.
const answered = 8;
// Who asks for longer than that does not want to hear.
const longestMs = 10_000;
