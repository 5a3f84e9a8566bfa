import { UsageError } from "../../errors.ts";
import { varintBytes, writeVarint } from "../../varint.ts";
import { segmentPool } from "../segment-pool.ts";
import { RangeSet } from "./range-set.ts";

/** Bytes of the stream from `offset` on, kept until they are acknowledged. */
interface Chunk {
  readonly offset: number;
  readonly memory: Uint8Array;
  /** Bytes of the memory that belong to the stream. */
  length: number;
  /** A message of the application's own, whose memory it may use again when it is acknowledged. */
  readonly isBorrowed: boolean;
}

/**
 * Our messages as one stream of bytes (spec: R-1): what is not sent yet, and what is not acknowledged yet. It knows
 * bytes and no packets: any range of it can be written at any time, and again.
 */
export class OutgoingStream {
  /** Everything below is acknowledged. */
  acknowledgedBytes = 0;
  /** Everything below was sent at least once. */
  sentBytes = 0;
  /** The stream's length so far. */
  endBytes = 0;
  /** Offset up to which the peer lets us send. */
  #creditBytes: number;
  /** Sent, taken for lost, and not yet sent again. */
  readonly #lost = new RangeSet();
  /** Acknowledged beyond a gap. */
  readonly #acknowledged = new RangeSet();
  readonly #chunks: Chunk[] = [];
  readonly #released: Uint8Array[] = [];
  /** The chunk that holds `sentBytes`, or one before it. */
  #cursor = 0;
  #isOpen = false;
  #first: Buffer | undefined;

  constructor(creditBytes: number) {
    this.#creditBytes = creditBytes;
  }

  /** Bytes that were never sent. */
  get unsentBytes(): number {
    return this.endBytes - this.sentBytes;
  }

  /** Bytes that were sent, from the oldest on that is not acknowledged. */
  get unacknowledgedBytes(): number {
    return this.sentBytes - this.acknowledgedBytes;
  }

  /** The peer lets us send up to this offset. An old word changes nothing. */
  handleCredit(offset: number): void {
    this.#creditBytes = Math.max(this.#creditBytes, offset);
  }

  /** Adds a message. False: it is kept by reference until `pollReleased` names it. */
  push(message: Uint8Array): boolean {
    const { length } = message;
    writeVarint(prefix, 0, length);
    this.#copy(prefix, varintBytes(length));
    if (length <= copyBytes) {
      this.#copy(message, length);
      return true;
    }
    this.#chunks.push({ offset: this.endBytes, memory: message, length, isBorrowed: true });
    this.endBytes += length;
    this.#isOpen = false;
    return false;
  }

  /** Where the next bytes to be sent begin: lost ones first. */
  get nextOffset(): number {
    return this.#lost.count === 0 ? this.sentBytes : this.#lost.start(0);
  }

  /** How many bytes from there on may be sent; 0: none. */
  get nextBytes(): number {
    if (this.#lost.count > 0) return this.#lost.end(0) - this.#lost.start(0);
    return Math.min(this.endBytes, this.#creditBytes) - this.sentBytes;
  }

  /** Writes the next `length` bytes at into[at]: they are sent. Throws UsageError if the application took a message back. */
  write(into: Uint8Array, at: number, length: number): void {
    const offset = this.nextOffset;
    const isNew = this.#lost.count === 0;
    let index = isNew ? this.#cursor : this.#find(offset);
    for (let done = 0; done < length; index++) {
      const chunk = this.#chunks[index] as Chunk;
      const start = offset + done - chunk.offset;
      const bytes = Math.min(length - done, chunk.length - start);
      if (bytes <= 0) continue;
      if (chunk.memory.length < chunk.length) throw takenBack();
      copy(chunk.memory, start, into, at + done, bytes);
      done += bytes;
      if (isNew) this.#cursor = index;
    }
    if (isNew) this.sentBytes += length;
    else this.#lost.remove(offset, offset + length);
  }

  handleAcknowledged(offset: number, length: number): void {
    const end = offset + length;
    if (this.#lost.count > 0) this.#lost.remove(offset, end);
    if (offset > this.acknowledgedBytes) return this.#acknowledged.add(offset, end);
    if (end <= this.acknowledgedBytes) return;
    this.acknowledgedBytes = end;
    while (this.#acknowledged.count > 0 && this.#acknowledged.start(0) <= this.acknowledgedBytes) {
      this.acknowledgedBytes = Math.max(this.acknowledgedBytes, this.#acknowledged.end(0));
      this.#acknowledged.removeLowest();
    }
    this.#release();
  }

  /** To be sent again, as far as it did not arrive by another packet. */
  handleLost(offset: number, length: number): void {
    const start = Math.max(offset, this.acknowledgedBytes);
    this.#acknowledged.forEachGap(start, offset + length, (from, to) => this.#lost.add(from, to));
  }

  /** A message kept by reference that has arrived. */
  pollReleased(): Uint8Array | undefined {
    return this.#released.shift();
  }

  #copy(bytes: Uint8Array, length: number): void {
    for (let done = 0; done < length; ) {
      const chunk = this.#openChunk();
      const part = Math.min(length - done, chunk.memory.length - chunk.length);
      copy(bytes, done, chunk.memory, chunk.length, part);
      chunk.length += part;
      done += part;
      this.endBytes += part;
    }
  }

  #openChunk(): Chunk {
    const last = this.#chunks[this.#chunks.length - 1];
    if (last && this.#isOpen && last.length < last.memory.length) return last;
    const memory = last ? segmentPool.take(segmentBytes) : this.#takeFirst();
    const chunk = { offset: this.endBytes, memory, length: 0, isBorrowed: false };
    this.#chunks.push(chunk);
    this.#isOpen = true;
    return chunk;
  }

  /** A stream with nothing under way starts small, and always in the same memory: most messages need no more. */
  #takeFirst(): Uint8Array {
    this.#first ??= Buffer.allocUnsafeSlow(firstSegmentBytes);
    return this.#first;
  }

  #find(offset: number): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#chunks[middle] as Chunk).offset <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #release(): void {
    let count = 0;
    for (const { offset, length, memory, isBorrowed } of this.#chunks) {
      if (offset + length > this.acknowledgedBytes) break;
      count++;
      if (isBorrowed) this.#released.push(memory);
      else if (memory !== this.#first) segmentPool.give(memory as Buffer);
    }
    if (count === 0) return;
    this.#chunks.splice(0, count);
    this.#cursor = Math.max(0, this.#cursor - count);
    if (this.#chunks.length === 0) this.#isOpen = false;
  }
}

/** `TypedArray.set` costs a view of the source; short pieces are faster byte by byte. */
function copy(from: Uint8Array, start: number, to: Uint8Array, at: number, length: number): void {
  if (length > shortBytes) {
    to.set(start === 0 && length === from.length ? from : from.subarray(start, start + length), at);
    return;
  }
  for (let i = 0; i < length; i++) to[at + i] = from[start + i] as number;
}

function takenBack(): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", "A message changed its size before it was sent.");
}

const prefix = new Uint8Array(8);

// Larger messages are kept by reference: copying them would take as much memory again.
const copyBytes = 2 ** 18;
const segmentBytes = 2 ** 17;
const firstSegmentBytes = 2 ** 11;
const shortBytes = 64;
