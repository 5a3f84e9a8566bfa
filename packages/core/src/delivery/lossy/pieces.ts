import { RangeSet } from "./range-set.ts";

/**
 * Bytes of a stream that came too early, until those before them come. They are copied into blocks by their offset, so
 * that neither small nor many pieces cost more than their bytes: memory is at most the window in which offsets lie and
 * two blocks, and 16 bytes for each range apart from the others.
 */
export class Pieces {
  readonly #ranges = new RangeSet();
  /** By offset divided by `blockBytes`. */
  readonly #blocks = new Map<number, Buffer>();

  /** The offset of the first byte kept; Infinity when there is none. */
  get start(): number {
    return this.#ranges.count === 0 ? Number.POSITIVE_INFINITY : this.#ranges.start(0);
  }

  /** The offset behind the bytes kept that follow `start` without a gap; Infinity when there are none. */
  get firstEnd(): number {
    return this.#ranges.count === 0 ? Number.POSITIVE_INFINITY : this.#ranges.end(0);
  }

  /** Bytes of memory kept alive. */
  get bytes(): number {
    return this.#blocks.size * blockBytes;
  }

  /**
   * Keeps stream[offset …) = plaintext[start, end), except for what is already there: the first copy of a byte wins
   * (spec: R-2). False: not kept, since there are too many ranges apart from each other (spec: R-4).
   */
  keep(plaintext: Buffer, start: number, end: number, offset: number): boolean {
    const ranges = this.#ranges;
    const stop = offset + end - start;
    let index = ranges.firstTouching(offset);
    const isApart = index === ranges.count || ranges.start(index) > stop;
    if (isApart && ranges.count >= maxRangesApart) return false;
    let at = offset;
    for (; index < ranges.count && ranges.start(index) < stop; index++) {
      if (at < ranges.start(index)) this.#copy(plaintext, start + at - offset, at, ranges.start(index));
      at = Math.max(at, ranges.end(index));
    }
    if (at < stop) this.#copy(plaintext, start + at - offset, at, stop);
    ranges.add(offset, stop);
    return true;
  }

  /** Takes out the first bytes kept, as many as lie in one block, in memory that is now the caller's. */
  take(): Buffer {
    const start = this.#ranges.start(0);
    const index = Math.floor(start / blockBytes);
    const blockStart = index * blockBytes;
    const end = Math.min(this.#ranges.end(0), blockStart + blockBytes);
    this.#ranges.removeBelow(end);
    const block = this.#blocks.get(index) as Buffer;
    const isLast = this.start >= blockStart + blockBytes;
    if (isLast) this.#blocks.delete(index);
    // A block of which more is kept stays ours, and one that is mostly something else is not kept alive (spec: D-5).
    if (isLast && 2 * (end - start) >= blockBytes) return block.subarray(start - blockStart, end - blockStart);
    const copy = Buffer.allocUnsafeSlow(end - start);
    block.copy(copy, 0, start - blockStart, end - blockStart);
    return copy;
  }

  /** Copies stream[offset, stop), which starts at plaintext[at]. */
  #copy(plaintext: Buffer, at: number, offset: number, stop: number): void {
    for (let from = offset; from < stop; ) {
      const index = Math.floor(from / blockBytes);
      const to = Math.min(stop, (index + 1) * blockBytes);
      let block = this.#blocks.get(index);
      if (!block) {
        block = Buffer.allocUnsafeSlow(blockBytes);
        this.#blocks.set(index, block);
      }
      plaintext.copy(block, from - index * blockBytes, at + from - offset, at + to - offset);
      from = to;
    }
  }
}

const maxRangesApart = 4_096;

// Enough that few messages lie across two, and little for a session that keeps one packet.
const blockBytes = 16 * 1024;
