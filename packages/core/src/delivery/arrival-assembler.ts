import { PeerError } from "../errors.ts";
import type { Arrival } from "./arrival.ts";
import { Parts } from "./parts.ts";
import { viewOf } from "./view.ts";

/** Makes arrivals of messages: whole ones are views of their packet, cut ones are put together (spec: D-3). */
export class ArrivalAssembler {
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

  /** Bytes of the message whose last part has not come; 0 between messages. */
  get partBytes(): number {
    return this.#parts.bytes;
  }

  /** The last or only part of a message. Throws PeerError when it is too large. */
  handleMessage(plaintext: Buffer, start: number, end: number): void {
    if (this.#parts.bytes > 0) return this.#handleLast(plaintext, start, end);
    const bytes = end - start;
    this.requireAllowed(bytes);
    this.#viewedBytes += bytes;
    this.#messages.push(viewOf(plaintext, start, end));
  }

  /** More of this message follows. Throws PeerError when it is too large. */
  handlePart(plaintext: Buffer, start: number, end: number): void {
    this.requireAllowed(this.#parts.bytes + end - start);
    if (this.#parts.push(plaintext, start, end) === "view") this.#keptBytes += end - start;
  }

  /** All of a packet was handed over, or of what was kept of one: its messages have arrived. */
  handlePacketEnd(plaintext: Buffer): void {
    if (this.#messages.length > 0) {
      this.#arrivals.push(this.#arrival(plaintext));
      this.#messages = [];
    }
    this.#viewedBytes = 0;
    this.#joinedBytes = 0;
    this.#keptBytes = 0;
  }

  poll(): Arrival | undefined {
    return this.#arrivals.shift();
  }

  /** Throws PeerError when messages of so many bytes are too large. */
  requireAllowed(bytes: number): void {
    if (bytes > this.#maxMessageBytes) throw tooLarge(this.#maxMessageBytes);
  }

  #handleLast(plaintext: Buffer, start: number, end: number): void {
    this.handlePart(plaintext, start, end);
    this.#joinedBytes += this.#parts.bytes;
    this.#messages.push(this.#parts.join());
    this.#keptBytes = 0;
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
}

function tooLarge(maxMessageBytes: number): PeerError {
  return new PeerError(
    "ERR_COUNTERSIGN_LIMIT",
    `The peer sent a message of more than ${maxMessageBytes} bytes, our \`maxMessageBytes\`.`,
  );
}

function detachedFrom(plaintext: Buffer): (message: Buffer) => Buffer {
  return (message) => {
    if (message.buffer !== plaintext.buffer) return message;
    const copy = Buffer.allocUnsafeSlow(message.length);
    message.copy(copy);
    return copy;
  };
}
