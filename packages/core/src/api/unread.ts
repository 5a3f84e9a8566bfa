/** Messages that wait, and the memory they keep alive: a packet's or a pool's memory counts once, with its first message. */
export class Unread {
  #messages: (Buffer | undefined)[] = [];
  #taken = 0;
  #bytes = 0;
  #newest: ArrayBufferLike | undefined;
  #oldest: ArrayBufferLike | undefined;

  get length(): number {
    return this.#messages.length - this.#taken;
  }

  /** Places held for messages, taken ones included. */
  get held(): number {
    return this.#messages.length;
  }

  /** Bytes of memory, the messages' own objects included. */
  get bytes(): number {
    return this.#bytes;
  }

  push(message: Buffer): void {
    const memory = message.buffer;
    this.#bytes += memory === this.#newest ? bytesPerMessage : bytesPerMessage + memory.byteLength;
    this.#newest = memory;
    this.#messages.push(message);
  }

  shift(): Buffer | undefined {
    if (this.length === 0) return undefined;
    const message = this.#messages[this.#taken] as Buffer;
    this.#messages[this.#taken++] = undefined;
    const memory = message.buffer;
    this.#bytes -= memory === this.#oldest ? bytesPerMessage : bytesPerMessage + memory.byteLength;
    this.#oldest = memory;
    if (this.length === 0) this.#clear();
    else if (this.#taken >= compactFrom && 2 * this.#taken > this.#messages.length) {
      this.#messages = this.#messages.slice(this.#taken);
      this.#taken = 0;
    }
    return message;
  }

  takeAll(): readonly Buffer[] | undefined {
    if (this.length === 0) return undefined;
    const all = this.#taken > 0 ? this.#messages.slice(this.#taken) : this.#messages;
    this.#clear();
    return all as Buffer[];
  }

  #clear(): void {
    this.#messages = [];
    this.#taken = 0;
    this.#bytes = 0;
    this.#newest = undefined;
    this.#oldest = undefined;
  }
}

// A queue that is never empty forgets what was taken in steps of this many messages.
const compactFrom = 1_024;

// What a Buffer takes beside its bytes, about.
const bytesPerMessage = 200;
