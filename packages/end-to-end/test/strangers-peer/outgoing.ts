import { randomInt } from "node:crypto";
import { type Bytes, field, Reader } from "./bytes.ts";
import { frames } from "./packets.ts";

/** A frame that is repeated until it has arrived; `end`: of the stream, with this frame's bytes. */
interface Lasting {
  readonly frame: Buffer;
  readonly end: number;
}

/** Our stream, and what became of its packets., with a window of ten packets that never grows. */
export class Outgoing {
  readonly #queue: Lasting[] = [];
  readonly #flight = new Map<number, readonly Lasting[]>();
  readonly #skipped = new Set<number>();
  #credit: number;
  #end = 0;
  #next = 0;
  #skip = randomInt(16, 528);

  constructor(credit: number) {
    this.#credit = credit;
  }

  /** Everything has arrived. */
  get confirmed(): boolean {
    return this.#queue.length === 0 && this.#flight.size === 0;
  }

  push(message: Bytes): void {
    const bytes = field(message);
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const piece = bytes.subarray(at, at + pieceBytes);
      const frame = frames.stream(this.#end, piece);
      this.#end += piece.length;
      this.#queue.push({ frame, end: this.#end });
    }
  }

  finish(): void {
    this.repeat(frames.fin(this.#end));
  }

  /** This frame too is to arrive. */
  repeat(frame: Buffer): void {
    this.#queue.push({ frame, end: 0 });
  }

  handleCredit(offset: number): void {
    this.#credit = Math.max(this.#credit, offset);
  }

  /** The number of a packet. */
  number(): number {
    if (this.#next === this.#skip) {
      this.#skipped.add(this.#next++);
      this.#skip = this.#next + randomInt(16, 528);
    }
    return this.#next++;
  }

  /** The next packet, if there is one to be sent. */
  poll(): { readonly number: number; readonly frames: Buffer } | undefined {
    const next = this.#queue[0];
    if (!next || next.end > this.#credit || this.#flight.size >= mostInFlight) return undefined;
    this.#queue.shift();
    const number = this.number();
    this.#flight.set(number, [next]);
    return { number, frames: next.frame };
  }

  /** The value of an ACK frame. */
  handleAck(value: Buffer): void {
    const reader = new Reader(value);
    let largest = reader.varint();
    const newest = largest;
    reader.varint();
    for (let length = reader.varint(); ; length = reader.varint()) {
      for (let number = largest; number >= largest - length; number--) this.#acknowledge(number);
      if (reader.left === 0) break;
      largest -= length + reader.varint() + 2;
    }
    for (const number of this.#flight.keys()) if (number <= newest - 3) this.#giveUp(number);
  }

  /** No acknowledgement came for a time. */
  probe(): void {
    const [oldest] = this.#flight.keys();
    if (oldest !== undefined) this.#giveUp(oldest);
  }

  #acknowledge(number: number): void {
    if (number >= this.#next || this.#skipped.has(number)) throw new Error(`${number} was never sent`);
    this.#flight.delete(number);
  }

  #giveUp(number: number): void {
    this.#queue.unshift(...(this.#flight.get(number) ?? []));
    this.#flight.delete(number);
  }
}

const pieceBytes = 800;
const mostInFlight = 10;
