/** A line that carries so many bytes a second, with a queue before it that drops what comes when it is full. */
export class Bottleneck {
  readonly #bytesPerMs: number;
  readonly #queueBytes: number;
  #freeAt = 0;

  /** `queueBytes`: may wait, whoever they are from. */
  constructor(bytesPerSecond: number, queueBytes: number) {
    this.#bytesPerMs = bytesPerSecond / 1000;
    this.#queueBytes = queueBytes;
  }

  /** When a packet that comes `now` has passed, in milliseconds, or undefined: the queue is full. */
  pass(bytes: number, now: number): number | undefined {
    const startAt = Math.max(now, this.#freeAt);
    const waitingBytes = Math.round((startAt - now) * this.#bytesPerMs);
    if (waitingBytes + bytes > this.#queueBytes) return undefined;
    this.#freeAt = startAt + bytes / this.#bytesPerMs;
    return this.#freeAt;
  }
}

/** As much as is on its way in a round trip, at least 64 KiB: what a router would have for such a line. */
export function queueBytesOf(bytesPerSecond: number, delayMs: number): number {
  return Math.max(64 * 1024, Math.round((bytesPerSecond * delayMs) / 1000));
}
