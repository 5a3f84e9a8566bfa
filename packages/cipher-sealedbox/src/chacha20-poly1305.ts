import { type Protection, UsageError } from "@countersign/core";
import { openWithOpenSsl, sealWithOpenSsl } from "./openssl-aead.ts";
import { maxSodiumBytes, type SodiumAead } from "./sodium-aead.ts";

export const keyBytes = 32;

/**
 * ChaCha20-Poly1305 (RFC 8439 §2.8). libsodium and OpenSSL give the same bytes: small packets go through wasm, which
 * starts ten times sooner, large ones through OpenSSL, which encrypts four times faster.
 *
 * ChaCha20 sets no limit on the packets under one key (RFC 9001 §6.6: it is above 2^62). Poly1305 limits forgeries:
 * their chance is at most l / 2^103 each for l blocks of 16 bytes (draft-irtf-cfrg-aead-limits §5.2). For packets of
 * up to 2^17 bytes, 2^32 of them stay below the 2^-57 that RFC 9001 aims at; its own 2^36 is for 2^14 bytes.
 */
export class ChaCha20Poly1305 implements Protection {
  readonly overhead = 16;
  readonly maxPackets = 2 ** 62;
  readonly maxForgeries = 2 ** 32;
  readonly #sodium: SodiumAead;
  #key: Buffer | undefined;

  constructor(key: Uint8Array, sodium: SodiumAead) {
    if (key.length !== keyBytes) {
      throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `A key has ${keyBytes} bytes, not ${key.length}`);
    }
    this.#key = Buffer.from(key);
    this.#sodium = sodium;
  }

  seal(nonce: Uint8Array, packet: Uint8Array, start: number, end: number): number {
    const key = this.#liveKey();
    if (end <= maxSodiumBytes) return this.#sodium.seal(key, nonce, packet, start, end);
    return sealWithOpenSsl(key, nonce, packet, start, end);
  }

  open(nonce: Uint8Array, packet: Uint8Array, start: number): Buffer | undefined {
    const key = this.#liveKey();
    const end = packet.length - this.overhead;
    if (end < start) return undefined;
    if (end <= maxSodiumBytes) return this.#sodium.open(key, nonce, packet, start, end);
    return openWithOpenSsl(key, nonce, packet, start, end);
  }

  destroy(): void {
    this.#key?.fill(0);
    this.#key = undefined;
    this.#sodium.wipe();
  }

  #liveKey(): Buffer {
    if (this.#key === undefined) throw new UsageError("ERR_COUNTERSIGN_CLOSED", "This key was destroyed");
    return this.#key;
  }
}
