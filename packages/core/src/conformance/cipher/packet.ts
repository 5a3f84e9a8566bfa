import type { Protection } from "../../cipher.ts";
import { maxPacketBytes } from "../../wire.ts";
import { pattern } from "../pattern.ts";

/** An AEAD under examination. */
export interface ExaminedAead {
  /** A Protection under the key of this number. */
  protect(keyNumber: number): Promise<Protection>;
}

/** Header and plaintext sizes, in bytes: empty, around the blocks of ciphers, usual datagrams, the largest packet. */
export function shapes(overhead: number): { readonly start: number; readonly size: number }[] {
  const starts = [0, 1, 7, 16, 33];
  const sizes = [0, 1, 15, 16, 17, 63, 64, 65, 1_200, 2_041, 2_048, 2_049, 4_096, 16_384];
  const largest = { start: 7, size: maxPacketBytes - 7 - overhead };
  return [...starts.flatMap((start) => sizes.map((size) => ({ start, size }))), largest];
}

/** A sealed packet in memory of its own, with what it was made of. */
export function sealed(protection: Protection, { start = 7, size = 40, seed = 0 } = {}) {
  const nonce = pattern(12, seed);
  const plaintext = pattern(size, seed + 1);
  const packet = new Uint8Array(start + size + protection.overhead);
  packet.set(pattern(start, seed + 2));
  packet.set(plaintext, start);
  protection.seal(nonce, packet, start, start + size);
  return { nonce, plaintext, packet, start };
}
