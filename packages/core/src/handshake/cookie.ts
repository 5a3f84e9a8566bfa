import { timingSafeEqual } from "node:crypto";
import { concat, utf8 } from "../bytes.ts";
import { hashBytes, hmacSha256, sha256 } from "../key-schedule/hkdf.ts";
import { cookieBytes } from "../wire.ts";
import type { ReceivedHello } from "./hello.ts";

/**
 * Makes cookies, and knows its own again without keeping any of them (spec: H-17; the idea is that of RFC 2522 §3).
 * `address` is where a HELLO came from, `now` milliseconds of a monotonic clock.
 */
export class CookieMint {
  readonly #random: (bytes: number) => Uint8Array;
  /** The newest first. */
  #keys: readonly Uint8Array[] = [];
  #renewAt = Number.NEGATIVE_INFINITY;

  constructor(random: (bytes: number) => Uint8Array) {
    this.#random = random;
  }

  make(hello: ReceivedHello, address: string, now: number): Uint8Array {
    const [key] = this.#keysOf(now);
    const time = u32(now);
    return concat(time, proof(key as Uint8Array, time, hello, address));
  }

  /** Whether the HELLO has a cookie of ours, made for it and this address, and not too long ago. */
  accepts(hello: ReceivedHello, address: string, now: number): boolean {
    const keys = this.#keysOf(now);
    const time = hello.cookie.subarray(0, timeBytes);
    if ((Math.floor(now) - readU32(time)) >>> 0 > validMs) return false;
    const theirs = hello.cookie.subarray(timeBytes);
    return keys.some((key) => timingSafeEqual(proof(key, time, hello, address), theirs));
  }

  #keysOf(now: number): readonly Uint8Array[] {
    if (now >= this.#renewAt) {
      this.#keys = [this.#random(hashBytes), ...this.#keys.slice(0, 1)];
      this.#renewAt = now + keyMs;
    }
    return this.#keys;
  }
}

function proof(key: Uint8Array, time: Uint8Array, { head, payload }: ReceivedHello, address: string): Uint8Array {
  return hmacSha256(key, time, utf8(address), sha256(head, payload)).subarray(0, cookieBytes - timeBytes);
}

/** What it is modulo 2^32: a cookie comes back long before that is ambiguous. */
function u32(now: number): Uint8Array {
  const bytes = Buffer.alloc(timeBytes);
  bytes.writeUInt32BE(Math.floor(now) >>> 0);
  return bytes;
}

function readU32(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
}

const timeBytes = 4;

const validMs = 15_000;

// Longer than a cookie is valid: it was made with the key of now, or the one before.
const keyMs = 60_000;
