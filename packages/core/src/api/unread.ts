/** Messages that wait, and the memory they keep alive: a packet's or a pool's memory counts once, with its first message. */
export class Unread {
  #messages: Buffer[] = [];
  #taken = 0;
  #bytes = 0;
  #newest: ArrayBufferLike | undefined;
  #oldest: ArrayBufferLike | undefined;

  get length(): number {
    return this.#messages.length - this.#taken;
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
    const message = this.#messages[this.#taken++] as Buffer;
    const memory = message.buffer;
    this.#bytes -= memory === this.#oldest ? bytesPerMessage : bytesPerMessage + memory.byteLength;
    this.#oldest = memory;
    if (this.length === 0) this.#clear();
    return message;
  }

  takeAll(): readonly Buffer[] | undefined {
    if (this.length === 0) return undefined;
    const all = this.#taken > 0 ? this.#messages.slice(this.#taken) : this.#messages;
    this.#clear();
    return all;
  }

  #clear(): void {
    this.#messages = [];
    this.#taken = 0;
    this.#bytes = 0;
    this.#newest = undefined;
    this.#oldest = undefined;
  }
}

// What a Buffer takes beside its bytes, about.
const bytesPerMessage = 200;
