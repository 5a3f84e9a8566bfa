import type { Cipher, Protection } from "../cipher.ts";
import { deriveKey } from "../key-schedule/hkdf.ts";
import { maxForgeries, nonceBytes, packetsPerKey } from "../wire.ts";

/**
 * The keys of one direction of one epoch: a new one every so many packets, each derived from the one before
 * (spec: P-5). Which key a packet has follows from its number alone.
 */
export class KeyChain {
  readonly packetsPerKey: number;
  readonly overhead: number;
  readonly maxForgeries: number;
  readonly #cipher: Cipher;
  #newest: KeyLink;
  /** What the newest key was made from, and the next will be. */
  #secret: Uint8Array;

  /** `secret` is the chain's from now on, and is overwritten. */
  constructor(cipher: Cipher, secret: Uint8Array) {
    this.#cipher = cipher;
    this.#newest = keyLink(cipher, secret, 0);
    this.#secret = secret;
    const { overhead, maxPackets } = this.#newest.protection;
    this.packetsPerKey = Math.min(packetsPerKey, 2 ** Math.floor(Math.log2(maxPackets)));
    this.overhead = overhead;
    this.maxForgeries = Math.min(maxForgeries, this.#newest.protection.maxForgeries);
  }

  get newest(): KeyLink {
    return this.#newest;
  }

  /** Overwrites what later keys would come from. The newest key itself is the caller's to destroy. */
  destroy(): void {
    this.#secret.fill(0);
  }

  /** Makes the next key the newest. The one before is the caller's to destroy. */
  advance(): KeyLink {
    const next = deriveKey(this.#secret, "next", new Uint8Array());
    this.#secret.fill(0);
    this.#secret = next;
    this.#newest = keyLink(this.#cipher, next, this.#newest.generation + 1);
    return this.#newest;
  }

  /** The generation of the key that seals packet `number`. */
  generationOf(number: number): number {
    return Math.floor(number / this.packetsPerKey);
  }
}

export interface KeyLink {
  readonly generation: number;
  readonly protection: Protection;
  readonly iv: Uint8Array;
}

function keyLink(cipher: Cipher, secret: Uint8Array, generation: number): KeyLink {
  const none = new Uint8Array();
  const key = deriveKey(secret, "key", none, cipher.keyBytes);
  const protection = cipher.protect(key);
  key.fill(0);
  return { generation, protection, iv: deriveKey(secret, "iv", none, nonceBytes) };
}

/** iv XOR packet number (RFC 8446 §5.3), written into `nonce`. */
export function writeNonce(nonce: Uint8Array, iv: Uint8Array, number: number): void {
  nonce.set(iv);
  const high = Math.floor(number / 2 ** 32);
  nonce[6] = (nonce[6] as number) ^ (high >>> 8);
  nonce[7] = (nonce[7] as number) ^ high;
  nonce[8] = (nonce[8] as number) ^ (number >>> 24);
  nonce[9] = (nonce[9] as number) ^ (number >>> 16);
  nonce[10] = (nonce[10] as number) ^ (number >>> 8);
  nonce[11] = (nonce[11] as number) ^ number;
}
