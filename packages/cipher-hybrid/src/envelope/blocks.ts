/** Cuts a stream of bytes into blocks of one size, and copies them. */
export class Blocks {
  readonly #size: number;
  readonly #room: number;
  #block: Buffer;
  #filled = 0;

  /** Sizes in bytes. Behind each full block there is `room` in its memory. */
  constructor(size: number, room = 0) {
    this.#size = size;
    this.#room = room;
    this.#block = this.#allocate();
  }

  /** The blocks that are full and not the last: a full one waits for the first byte behind it. */
  *push(bytes: Uint8Array): Generator<Buffer> {
    for (let offset = 0; offset < bytes.length; ) {
      if (this.#filled === this.#size) yield this.#next();
      const part = bytes.subarray(offset, offset + this.#size - this.#filled);
      this.#block.set(part, this.#filled);
      this.#filled += part.length;
      offset += part.length;
    }
  }

  /** The last block and its room: empty only when nothing was pushed. */
  last(): Buffer {
    return this.#block.subarray(0, this.#filled + this.#room);
  }

  #next(): Buffer {
    const full = this.#block;
    this.#block = this.#allocate();
    this.#filled = 0;
    return full;
  }

  #allocate(): Buffer {
    return Buffer.allocUnsafe(this.#size + this.#room);
  }
}
