import { readVarint, varintBytesOf } from "../../varint.ts";
import type { ArrivalAssembler } from "../arrival-assembler.ts";

/** Cuts a stream of bytes into its messages, each behind its length (spec: R-1). */
export class MessageParser {
  readonly #messages: ArrivalAssembler;
  // A length that was cut.
  readonly #head = new Uint8Array(8);
  #headBytes = 0;
  // Bytes of a message that was cut.
  #missingBytes = 0;

  constructor(messages: ArrivalAssembler) {
    this.#messages = messages;
  }

  /** True: nothing of a message or its length has come that is not whole. */
  get isBetweenMessages(): boolean {
    return this.#headBytes === 0 && this.#missingBytes === 0;
  }

  /** The next bytes of the stream. Throws PeerError on a length that is none, or too large, as soon as it is read. */
  parse(bytes: Buffer, start: number, end: number): void {
    let at = this.isBetweenMessages ? start : this.#continue(bytes, start, end);
    while (at < end) {
      const messageStart = at + varintBytesOf(bytes[at] as number);
      if (messageStart > end) return this.#keepHead(bytes, at, end);
      const length = readVarint(bytes, at, end);
      if (length > end - messageStart) {
        this.#begin(length);
        at = this.#continueMessage(bytes, messageStart, end);
      } else {
        at = messageStart + length;
        this.#messages.handleMessage(bytes, messageStart, at);
      }
    }
  }

  #continue(bytes: Buffer, start: number, end: number): number {
    let at = start;
    if (this.#headBytes > 0) {
      at = Math.min(end, start + varintBytesOf(this.#head[0] as number) - this.#headBytes);
      this.#keepHead(bytes, start, at);
      if (this.#headBytes < varintBytesOf(this.#head[0] as number)) return at;
      const length = readVarint(this.#head, 0, this.#headBytes);
      this.#headBytes = 0;
      this.#begin(length);
      if (length === 0) this.#messages.handleMessage(bytes, at, at);
    }
    return this.#continueMessage(bytes, at, end);
  }

  #keepHead(bytes: Buffer, start: number, end: number): void {
    for (let at = start; at < end; at++) this.#head[this.#headBytes++] = bytes[at] as number;
  }

  #begin(length: number): void {
    this.#messages.requireAllowed(length);
    this.#missingBytes = length;
  }

  #continueMessage(bytes: Buffer, start: number, end: number): number {
    const partBytes = Math.min(this.#missingBytes, end - start);
    if (partBytes === 0) return start;
    this.#missingBytes -= partBytes;
    if (this.#missingBytes > 0) this.#messages.handlePart(bytes, start, end);
    else this.#messages.handleMessage(bytes, start, start + partBytes);
    return start + partBytes;
  }
}
