/**
 * Bytes in flight beyond what the path's length takes, so that both ends may sleep: acknowledgements come in bunches,
 * timers fire late, and an event loop that stalls does so for longer than a short path is long. They wait in some
 * buffer, the peer's socket's perhaps, whose size nobody tells; so there is a limit, which is lower after an overflow.
 */
export class Slack {
  #limitBytes = mostBytes;

  /** `wantedBytes`, as far as buffers are known to take them. */
  allow(wantedBytes: number): number {
    return Math.min(wantedBytes, this.#limitBytes);
  }

  /** Some buffer overflowed while so much was in use. */
  handleOverfilled(usedBytes: number): void {
    this.#limitBytes = Math.max(leastBytes, Math.min(usedBytes, this.#limitBytes) * cut);
  }

  /** A search for more ended without an overflow. */
  handleGoodProbe(): void {
    this.#limitBytes = Math.min(mostBytes, this.#limitBytes * growth);
  }

  reset(): void {
    this.#limitBytes = mostBytes;
  }
}

/** Half of the buffer that a socket usually has when its owner asked for a large one. */
const mostBytes = 2 * 2 ** 20;
const leastBytes = 65_536;
const cut = 0.7;
const growth = 1 + 1 / 32;
