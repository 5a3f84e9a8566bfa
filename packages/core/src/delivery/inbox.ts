import { PeerError } from "../errors.ts";
import { minMessagePartBytes } from "../wire.ts";
import type { Arrival } from "./arrival.ts";
import { Parts } from "./parts.ts";
import { viewOf } from "./view.ts";

/** Messages on their way in: whole ones are views of their packet, cut ones are put together (spec: D-3). */
export class Inbox {
  readonly #maxMessageBytes: number;
  readonly #arrivals: Arrival[] = [];
  readonly #parts = new Parts();
  // Of the packet that is being handled.
  #messages: Buffer[] = [];
  #viewedBytes = 0;
  #joinedBytes = 0;
  #keptBytes = 0;

  constructor(maxMessageBytes: number) {
    this.#maxMessageBytes = maxMessageBytes;
  }

  /** The last or only part of a message. */
  handleMessage(plaintext: Buffer, start: number, end: number): void {
    if (this.#parts.bytes > 0) return this.#handleLast(plaintext, start, end);
    const bytes = end - start;
    if (bytes > this.#maxMessageBytes) throw this.#tooLarge();
    this.#viewedBytes += bytes;
    this.#messages.push(viewOf(plaintext, start, end));
  }

  /** More of this message follows. */
  handlePart(plaintext: Buffer, start: number, end: number): void {
    if (end - start < minMessagePartBytes) {
      throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer cut a message into too small parts.");
    }
    this.#keep(plaintext, start, end);
  }

  /** The packet's frames were all handled: its messages have arrived. */
  handlePacketEnd(plaintext: Buffer): void {
    if (this.#messages.length > 0) this.#arrivals.push(this.#arrival(plaintext));
    this.#messages = [];
    this.#viewedBytes = 0;
    this.#joinedBytes = 0;
    this.#keptBytes = 0;
  }

  handleEnd(): void {
    if (this.#parts.bytes > 0) {
      throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer closed in the middle of a message.");
    }
  }

  poll(): Arrival | undefined {
    return this.#arrivals.shift();
  }

  #handleLast(plaintext: Buffer, start: number, end: number): void {
    this.#keep(plaintext, start, end);
    this.#joinedBytes += this.#parts.bytes;
    this.#messages.push(this.#parts.join());
    this.#keptBytes = 0;
  }

  #keep(plaintext: Buffer, start: number, end: number): void {
    if (this.#parts.bytes + end - start > this.#maxMessageBytes) throw this.#tooLarge();
    if (this.#parts.push(plaintext, start, end) === "view") this.#keptBytes += end - start;
  }

  #arrival(plaintext: Buffer): Arrival {
    const messages = this.#messages;
    const bytes = this.#viewedBytes + this.#joinedBytes;
    if (this.#isMostlyWaste(plaintext)) {
      return { messages: messages.map(detachedFrom(plaintext)), bytes, memory: undefined, ownBytes: bytes };
    }
    const memory = this.#viewedBytes > 0 ? plaintext.buffer : undefined;
    return { messages, bytes, memory, ownBytes: this.#joinedBytes };
  }

  /** A packet that is mostly padding would be kept alive by a small message (spec: D-5). */
  #isMostlyWaste(plaintext: Buffer): boolean {
    return plaintext.length > 2 * (this.#viewedBytes + this.#keptBytes) + 1024;
  }

  #tooLarge(): PeerError {
    return new PeerError(
      "ERR_COUNTERSIGN_LIMIT",
      `The peer sent a message of more than ${this.#maxMessageBytes} bytes, our \`maxMessageBytes\`.`,
    );
  }
}

function detachedFrom(plaintext: Buffer): (message: Buffer) => Buffer {
  return (message) => {
    if (message.buffer !== plaintext.buffer) return message;
    const copy = Buffer.allocUnsafeSlow(message.length);
    message.copy(copy);
    return copy;
  };
}
