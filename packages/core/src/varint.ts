import { PeerError } from "./errors.ts";

/** Variable-length integers (RFC 9000 §16), in their shortest form only, up to 2^53 - 1. */
export function varintBytes(value: number): number {
  return value < 0x40 ? 1 : value < 0x4000 ? 2 : value < 0x4000_0000 ? 4 : 8;
}

/** Writes `value` at `at` and returns the offset behind it. */
export function writeVarint(into: Uint8Array, at: number, value: number): number {
  if (value < 0x40) {
    into[at] = value;
    return at + 1;
  }
  if (value < 0x4000) {
    into[at] = 0x40 | (value >>> 8);
    into[at + 1] = value;
    return at + 2;
  }
  const bytes = value < 0x4000_0000 ? 4 : 8;
  let rest = value;
  for (let i = at + bytes - 1; i >= at; i--) {
    into[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  into[at] = (into[at] as number) | (bytes === 4 ? 0x80 : 0xc0);
  return at + bytes;
}

/** The number of bytes of the varint that starts with `first`. */
export function varintBytesOf(first: number): number {
  return 1 << (first >>> 6);
}

/** Reads the varint at `at`, which is `varintBytesOf(from[at])` long. Throws PeerError when it is cut off or too long. */
export function readVarint(from: Uint8Array, at: number, end: number): number {
  const first = at < end ? (from[at] as number) : malformed("cut off");
  if (first < 0x40) return first;
  const bytes = varintBytesOf(first);
  if (at + bytes > end) malformed("cut off");
  let value = first & 0x3f;
  for (let i = at + 1; i < at + bytes; i++) value = value * 256 + (from[i] as number);
  if (value > Number.MAX_SAFE_INTEGER) malformed("too large");
  if (varintBytes(value) !== bytes) malformed("not in its shortest form");
  return value;
}

function malformed(how: string): never {
  throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", `The peer sent an integer that is ${how}.`);
}
