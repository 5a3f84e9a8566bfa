import { UsageError } from "../errors.ts";
import { frameBytes, writeFrameHead } from "../packet/frame.ts";
import { FrameType, minMessagePartBytes } from "../wire.ts";
import { segmentPool } from "./segment-pool.ts";

/** Small messages, already in their frames: as much as one packet takes. */
interface Segment {
  readonly memory: Buffer;
  length: number;
}

/** A message too large to copy, and how much of it is written. */
interface Large {
  readonly message: Uint8Array;
  /** Its length when it was sent. */
  readonly bytes: number;
  written: number;
}

/**
 * Messages on their way out, in order. Small ones are copied into segments that become whole packets; larger ones are
 * kept by reference and cut where a packet ends (spec: D-2).
 */
export class Outbox {
  queuedBytes = 0;
  readonly #packetRoom: number;
  readonly #copyBytes: number;
  readonly #queue: (Segment | Large)[] = [];
  readonly #released: Uint8Array[] = [];
  #open: Segment | undefined;

  /** `packetRoom`: bytes of frames that the smallest packet takes. */
  constructor(packetRoom: number) {
    this.#packetRoom = packetRoom;
    this.#copyBytes = Math.min(32 * 1024, packetRoom - maxFrameHeadBytes);
  }

  /** Messages and datagrams up to this size are copied, and fit one packet. */
  get copyBytes(): number {
    return this.#copyBytes;
  }

  /** Returns false when the message is kept by reference, until `pollReleased` names it. */
  push(message: Uint8Array, type: number): boolean {
    if (message.length > this.#copyBytes) {
      this.#open = undefined;
      this.#queue.push({ message, bytes: message.length, written: 0 });
      this.queuedBytes += message.length;
      return false;
    }
    const bytes = frameBytes(message.length);
    const segment = this.#segmentFor(bytes);
    const start = writeFrameHead(segment.memory, segment.length, type, message.length);
    segment.memory.set(message, start);
    segment.length += bytes;
    this.queuedBytes += bytes;
    return true;
  }

  nextBytes(room: number): number {
    let bytes = 0;
    for (const next of this.#queue) {
      const more = "memory" in next ? next.length : maxFrameHeadBytes + next.bytes - next.written;
      if (bytes + more > room) return bytes > 0 && more <= this.#packetRoom ? bytes : room;
      bytes += more;
    }
    return bytes;
  }

  write(packet: Uint8Array, at: number, end: number): number {
    let next = at;
    for (let head = this.#queue[0]; head; head = this.#queue[0]) {
      if ("memory" in head) {
        if (head.length > end - next) return next;
        head.memory.copy(packet, next, 0, head.length);
        next += head.length;
        this.queuedBytes -= head.length;
        segmentPool.give(head.memory);
        if (head === this.#open) this.#open = undefined;
      } else {
        if (next > at && this.#fitsOnlyAlone(head, end - next)) return next;
        next = this.#writePart(head, packet, next, end);
        if (head.written < head.bytes) return next;
        this.#released.push(head.message);
      }
      this.#queue.shift();
    }
    return next;
  }

  pollReleased(): Uint8Array | undefined {
    return this.#released.shift();
  }

  #segmentFor(bytes: number): Segment {
    if (this.#open && this.#open.length + bytes <= this.#packetRoom) return this.#open;
    const segment = { memory: segmentPool.take(this.#packetRoom), length: 0 };
    this.#queue.push(segment);
    this.#open = segment;
    return segment;
  }

  // Cut, it would have to be copied once more where it arrives.
  #fitsOnlyAlone({ bytes, written }: Large, room: number): boolean {
    const needed = maxFrameHeadBytes + bytes - written;
    return needed > room && needed <= this.#packetRoom;
  }

  // The rest of the message if it fits, otherwise as much as does.
  #writePart(large: Large, packet: Uint8Array, at: number, end: number): number {
    if (large.message.length !== large.bytes) {
      throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", "A message changed its size before it was sent.");
    }
    const left = large.bytes - large.written;
    const bytes = Math.min(left, end - at - maxFrameHeadBytes);
    if (bytes < Math.min(left, minMessagePartBytes)) return at;
    const type = bytes === left ? FrameType.message : FrameType.messagePart;
    const start = writeFrameHead(packet, at, type, bytes);
    packet.set(large.message.subarray(large.written, large.written + bytes), start);
    large.written += bytes;
    this.queuedBytes -= bytes;
    return start + bytes;
  }
}

// One byte of type and a length of at most 2^17.
const maxFrameHeadBytes = 5;
