/** Pieces of memory of one size that belong to the process, so that a link holds some only while it needs it. */
export class MemoryPool {
  /** Of each piece. */
  readonly bytes: number;
  readonly #mostSpare: number;
  readonly #spare: Buffer[] = [];

  /** What is given back beyond `mostSpare` pieces is left to the garbage collector. */
  constructor(bytes: number, mostSpare: number) {
    this.bytes = bytes;
    this.#mostSpare = mostSpare;
  }

  /** A piece with arbitrary contents. */
  take(): Buffer {
    return this.#spare.pop() ?? Buffer.allocUnsafeSlow(this.bytes);
  }

  /** Nobody uses the piece any more. */
  give(piece: Buffer): void {
    if (this.#spare.length < this.#mostSpare) this.#spare.push(piece);
  }
}
