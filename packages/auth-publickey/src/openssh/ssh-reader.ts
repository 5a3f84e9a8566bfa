/** Reads fields of SSH's (RFC 4251 §5) in order. Every method throws RangeError when the bytes end before the field does. */
export class SshReader {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  take(length: number): Buffer {
    if (length > this.#bytes.length - this.#offset) throw new RangeError("The bytes end before the field does.");
    this.#offset += length;
    return this.#bytes.subarray(this.#offset - length, this.#offset);
  }

  uint32(): number {
    return this.take(4).readUInt32BE();
  }

  /** A view. */
  string(): Buffer {
    return this.take(this.uint32());
  }

  /** Of names, which are ASCII. */
  text(): string {
    return this.string().toString("latin1");
  }

  rest(): Buffer {
    return this.take(this.#bytes.length - this.#offset);
  }
}
