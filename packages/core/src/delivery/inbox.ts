import { PeerError } from "../errors.ts";
import { minMessagePartBytes } from "../wire.ts";

/** Messages on their way in: whole ones are views of their packet, cut ones are put together (spec: D-3). */
export class Inbox {
  readonly #maxMessageBytes: number;
  #messages: Buffer[] = [];
  #next = 0;
  #parts: Buffer[] = [];
  #spare = Buffer.alloc(0);
  #partBytes = 0;
  #keptFromPacket = 0;
  #partsFromPacket = 0;
  #firstOfPacket = 0;

  constructor(maxMessageBytes: number) {
    this.#maxMessageBytes = maxMessageBytes;
  }

  /** The last or only part of a message. */
  handleMessage(plaintext: Buffer, start: number, end: number): void {
    if (this.#parts.length === 0) {
      if (end - start > this.#maxMessageBytes) throw this.#tooLarge();
      this.#messages.push(plaintext.subarray(start, end));
      this.#keptFromPacket += end - start;
      return;
    }
    this.#keep(plaintext, start, end);
    this.#messages.push(Buffer.concat(this.#parts, this.#partBytes));
    this.#parts = [];
    this.#spare = Buffer.alloc(0);
    this.#partBytes = 0;
    this.#partsFromPacket = 0;
  }

  /** More of this message follows. */
  handlePart(plaintext: Buffer, start: number, end: number): void {
    if (end - start < minMessagePartBytes) {
      throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer cut a message into too small parts.");
    }
    this.#keep(plaintext, start, end);
  }

  /** A packet that is mostly padding would be kept alive by a small message: copy what there is (spec: D-5). */
  handlePacketEnd(plaintext: Buffer): void {
    if (plaintext.length > 2 * (this.#keptFromPacket + this.#partsFromPacket) + 1024) {
      for (let i = this.#firstOfPacket; i < this.#messages.length; i++) {
        const message = this.#messages[i] as Buffer;
        if (message.buffer === plaintext.buffer) this.#messages[i] = Buffer.from(message);
      }
    }
    this.#firstOfPacket = this.#messages.length;
    this.#keptFromPacket = 0;
    this.#partsFromPacket = 0;
  }

  handleEnd(): void {
    if (this.#parts.length > 0) {
      throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer closed in the middle of a message.");
    }
  }

  poll(): Buffer | undefined {
    const message = this.#messages[this.#next];
    if (message) {
      this.#next++;
    } else if (this.#next > 0) {
      this.#messages = [];
      this.#next = 0;
      this.#firstOfPacket = 0;
    }
    return message;
  }

  #keep(plaintext: Buffer, start: number, end: number): void {
    this.#partBytes += end - start;
    if (this.#partBytes > this.#maxMessageBytes) throw this.#tooLarge();
    const part = plaintext.subarray(start, end);
    const whole = 2 * part.length > plaintext.length;
    this.#parts.push(whole ? part : this.#copy(part));
    if (whole) this.#partsFromPacket += part.length;
  }

  /** Small parts share memory of their own: pooled memory would keep other things alive. */
  #copy(part: Buffer): Buffer {
    if (this.#spare.length < part.length) this.#spare = Buffer.allocUnsafeSlow(Math.max(spareBytes, part.length));
    const copy = this.#spare.subarray(0, part.length);
    part.copy(copy);
    this.#spare = this.#spare.subarray(part.length);
    return copy;
  }

  #tooLarge(): PeerError {
    return new PeerError(
      "ERR_COUNTERSIGN_LIMIT",
      `The peer sent a message of more than ${this.#maxMessageBytes} bytes, our \`maxMessageBytes\`.`,
    );
  }
}

// Memory that small parts share.
const spareBytes = 64 * 1024;
