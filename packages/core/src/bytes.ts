import { PeerError } from "./errors.ts";
import { readVarint, varintBytes, varintBytesOf, writeVarint } from "./varint.ts";

/** Reads big-endian fields of a message in order. Every method throws PeerError when the message is too short. */
export class ByteReader {
  readonly bytes: Uint8Array;
  offset = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get left(): number {
    return this.bytes.length - this.offset;
  }

  u8(): number {
    return this.take(1)[0] as number;
  }

  u16(): number {
    const [high, low] = this.take(2) as unknown as [number, number];
    return high * 256 + low;
  }

  varint(): number {
    const value = readVarint(this.bytes, this.offset, this.bytes.length);
    this.offset += varintBytesOf(this.bytes[this.offset] as number);
    return value;
  }

  /** A view of the next `length` bytes. */
  take(length: number): Uint8Array {
    if (length > this.left) throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer's message is cut off.");
    this.offset += length;
    return this.bytes.subarray(this.offset - length, this.offset);
  }

  /** Throws when anything is left. */
  end(): void {
    if (this.left > 0) throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer's message has trailing bytes.");
  }
}

/** Big-endian fields, for building a message with `concat`. */
export const u8 = (value: number): Uint8Array => Uint8Array.of(value);
export const u16 = (value: number): Uint8Array => Uint8Array.of(value >>> 8, value);
export const lv8 = (value: Uint8Array): Uint8Array => concat(u8(value.length), value);
export const lv16 = (value: Uint8Array): Uint8Array => concat(u16(value.length), value);

export function varint(value: number): Uint8Array {
  const bytes = new Uint8Array(varintBytes(value));
  writeVarint(bytes, 0, value);
  return bytes;
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

export const utf8 = (text: string): Uint8Array => Buffer.from(text, "utf8");

/** Text from a peer: throws PeerError on bytes that are no UTF-8. */
export function readUtf8(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer sent text that is not UTF-8.");
  }
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
