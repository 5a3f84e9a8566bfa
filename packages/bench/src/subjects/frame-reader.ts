/** Cuts a byte stream into messages, each behind four bytes of length, big-endian. */
export class FrameReader {
  #prefix = 0;
  #prefixBytes = 0;
  #message: Buffer | undefined;
  #filled = 0;

  /** The messages that `chunk` completes: views of it where they lie in it whole, fresh memory where they do not. */
  read(chunk: Buffer): Buffer[] {
    const messages: Buffer[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (this.#message) {
        const taken = chunk.copy(this.#message, this.#filled, at);
        this.#filled += taken;
        at += taken;
      } else if (this.#prefixBytes === 0 && chunk.length - at >= prefixBytes) {
        const length = chunk.readUInt32BE(at);
        at += prefixBytes;
        if (chunk.length - at >= length) {
          messages.push(chunk.subarray(at, at + length));
          at += length;
        } else {
          this.#begin(length);
        }
      } else {
        this.#prefix = this.#prefix * 256 + (chunk[at++] as number);
        if (++this.#prefixBytes === prefixBytes) this.#begin(this.#prefix);
      }
      if (this.#message?.length === this.#filled) {
        messages.push(this.#message);
        this.#message = undefined;
      }
    }
    return messages;
  }

  #begin(length: number): void {
    if (length > maxMessageBytes) throw new Error(`a frame claims ${length} bytes, more than ${maxMessageBytes}`);
    this.#message = Buffer.allocUnsafe(length);
    this.#filled = 0;
    this.#prefix = 0;
    this.#prefixBytes = 0;
  }
}

const prefixBytes = 4;
const maxMessageBytes = 16 * 1024 * 1024;
