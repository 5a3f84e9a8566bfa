import { Reader } from "./bytes.ts";
import type { Range } from "./packets.ts";

/** The peer's stream, from pieces in any order, a mebibyte of it at most.. */
export class IncomingStream {
  /** Bytes without a gap. */
  delivered = 0;
  readonly #bytes = Buffer.alloc(1 << 20);
  readonly #here = new Uint8Array(1 << 20);
  #highest = 0;
  /** Where the next message begins. */
  #next = 0;
  #final: number | undefined;

  get ended(): boolean {
    return this.delivered === this.#final;
  }

  /** Returns the messages that this makes whole. */
  take(offset: number, piece: Buffer): Buffer[] {
    for (const [index, byte] of piece.entries()) {
      const at = offset + index;
      if (this.#here[at] === 0) this.#bytes[at] = byte;
      this.#here[at] = 1;
    }
    this.#highest = Math.max(this.#highest, offset + piece.length);
    while (this.#here[this.delivered] === 1) this.delivered++;
    const whole: Buffer[] = [];
    for (let message = this.#poll(); message; message = this.#poll()) whole.push(message);
    return whole;
  }

  takeFinal(offset: number): void {
    if (offset !== (this.#final ?? offset) || offset < this.#highest) throw new Error("another end");
    this.#final = offset;
  }

  #poll(): Buffer | undefined {
    const known = this.#bytes.subarray(this.#next, this.delivered);
    const head = 1 << ((known[0] ?? 0) >> 6);
    if (known.length < head) return undefined;
    const length = new Reader(known.subarray(0, head)).varint();
    if (known.length < head + length) return undefined;
    this.#next += head + length;
    return Buffer.from(known.subarray(head, head + length));
  }
}

/** The numbers of the packets that have come.. */
export class Arrived {
  readonly #numbers = new Set<number>();

  /** False: it was here before. */
  add(number: number): boolean {
    if (this.#numbers.has(number)) return false;
    this.#numbers.add(number);
    return true;
  }

  /** The newest 32, newest first. */
  get ranges(): Range[] {
    const ranges: [number, number][] = [];
    for (const number of [...this.#numbers].sort((a, b) => b - a)) {
      const last = ranges.at(-1);
      if (last && last[0] === number + 1) last[0] = number;
      else ranges.push([number, number]);
    }
    return ranges.slice(0, 32);
  }
}
