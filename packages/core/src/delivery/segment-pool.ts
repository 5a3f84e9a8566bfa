/** Memory that small messages are gathered in until their packet is written; shared by all sessions of the process. */
class SegmentPool {
  readonly #bytes: number;
  readonly #free: Buffer[] = [];

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  /** A segment of at least `bytes`, with arbitrary contents. */
  take(bytes: number): Buffer {
    if (bytes > this.#bytes || 2 * bytes < this.#bytes) return Buffer.allocUnsafeSlow(bytes);
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(this.#bytes);
  }

  /** Gives a segment back that was taken here. */
  give(segment: Buffer): void {
    if (segment.length === this.#bytes && this.#free.length < maxFree) this.#free.push(segment);
  }
}

// 4 MiB.
const maxFree = 32;

export const segmentPool = new SegmentPool(2 ** 17);
