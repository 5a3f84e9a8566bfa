/** The fields of docs/spec/wire.md. Text stands for its UTF-8. */
export type Bytes = Uint8Array | string;

export const join = (...parts: readonly Bytes[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));

export const u8 = (value: number): Buffer => Buffer.of(value);

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** RFC 9000 §16. `bytes`: in so many rather than in as few as possible, which nobody may send. */
export function varint(value: number | bigint, bytes = shortest(BigInt(value))): Buffer {
  const encoded = Buffer.alloc(8);
  encoded.writeBigUInt64BE(BigInt(value));
  const cut = encoded.subarray(8 - bytes);
  cut[0] = (cut[0] as number) | (Math.log2(bytes) << 6);
  return cut;
}

const shortest = (value: bigint) => (value < 1 << 6 ? 1 : value < 1 << 14 ? 2 : value < 1 << 30 ? 4 : 8);

const sized = (size: (value: number) => Buffer) => (value: Bytes) => {
  const bytes = join(value);
  return join(size(bytes.length), bytes);
};

/** A length and so many bytes. */
export const short = sized(u8);
export const medium = sized(u16);
export const field = sized(varint);

/** Takes fields off the front. Throws when there are too few bytes. */
export class Reader {
  #left: Buffer;

  constructor(bytes: Uint8Array) {
    this.#left = Buffer.from(bytes);
  }

  get left(): number {
    return this.#left.length;
  }

  take(bytes: number): Buffer {
    if (bytes > this.left) throw new Error("cut off");
    const taken = this.#left.subarray(0, bytes);
    this.#left = this.#left.subarray(bytes);
    return taken;
  }

  number(bytes: number): number {
    return this.take(bytes).readUIntBE(0, bytes);
  }

  varint(): number {
    const bytes = 1 << ((this.#left[0] ?? 0) >> 6);
    const encoded = join(Buffer.alloc(8 - bytes), this.take(bytes));
    encoded[8 - bytes] = (encoded[8 - bytes] as number) & 0x3f;
    return Number(encoded.readBigUInt64BE());
  }
}
