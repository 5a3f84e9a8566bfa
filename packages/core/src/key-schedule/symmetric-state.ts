import { concat, utf8 } from "../bytes.ts";
import type { Cipher } from "../cipher.ts";
import { nonceBytes, protocolVersion } from "../wire.ts";
import { hashBytes, hkdf2, sha256 } from "./hkdf.ts";

/** What the two sides agree on so far: the transcript hash and the chaining key (Noise §5.2). */
export class SymmetricState {
  readonly #cipher: Cipher;
  #hash: Uint8Array;
  #chainingKey: Uint8Array;
  #key: Uint8Array | undefined;

  constructor(cipher: Cipher, start = sha256(utf8(suiteName(cipher)))) {
    this.#cipher = cipher;
    this.#hash = start;
    this.#chainingKey = Uint8Array.from(start);
  }

  get transcript(): Uint8Array {
    return this.#hash;
  }

  get chainingKey(): Uint8Array {
    return this.#chainingKey;
  }

  /** Bytes that `encryptAndHash` adds. */
  get tagBytes(): number {
    let bytes = tagBytes.get(this.#cipher);
    if (bytes === undefined) {
      const protection = this.#cipher.protect(new Uint8Array(this.#cipher.keyBytes));
      bytes = protection.overhead;
      protection.destroy();
      tagBytes.set(this.#cipher, bytes);
    }
    return bytes;
  }

  mixHash(data: Uint8Array): void {
    this.#hash = sha256(this.#hash, data);
  }

  /**
   * Overwrites `secret`. The transcript goes in with it (spec: K-3), since neither RSA-OAEP nor a sealed box binds its secret to
   * the key and the ciphertext it came from.
   */
  mixKey(secret: Uint8Array): void {
    const input = concat(secret, this.#hash);
    const before = this.#chainingKey;
    [this.#chainingKey, this.#key] = hkdf2(before, input);
    for (const used of [input, before, secret]) used.fill(0);
  }

  /** Each key seals once: its nonce is zero. */
  encryptAndHash(plaintext: Uint8Array): Uint8Array {
    const protection = this.#protect();
    const packet = Buffer.alloc(hashBytes + plaintext.length + protection.overhead);
    packet.set(this.#hash, 0);
    packet.set(plaintext, hashBytes);
    const end = protection.seal(new Uint8Array(nonceBytes), packet, hashBytes, hashBytes + plaintext.length);
    protection.destroy();
    const sealed = packet.subarray(hashBytes, end);
    this.mixHash(sealed);
    return sealed;
  }

  /** Undefined when forged: then this state is of no more use. */
  decryptAndHash(sealed: Uint8Array): Uint8Array | undefined {
    const protection = this.#protect();
    const packet = concat(this.#hash, sealed);
    const plaintext = protection.open(new Uint8Array(nonceBytes), packet, hashBytes);
    protection.destroy();
    this.mixHash(sealed);
    return plaintext;
  }

  /** Overwrites what keys come from; the transcript is no secret. */
  destroy(): void {
    this.#chainingKey.fill(0);
    this.#key?.fill(0);
  }

  clone(): SymmetricState {
    const copy = new SymmetricState(this.#cipher, this.#hash);
    copy.#chainingKey = Uint8Array.from(this.#chainingKey);
    copy.#key = this.#key && Uint8Array.from(this.#key);
    return copy;
  }

  #protect() {
    if (!this.#key) throw new Error("mixKey comes before encryption");
    const protection = this.#cipher.protect(this.#key.subarray(0, this.#cipher.keyBytes));
    this.#key = undefined;
    return protection;
  }
}

// Only a key tells, and one is enough for each cipher.
const tagBytes = new WeakMap<Cipher, number>();

/** Names everything two peers must have in common, and is the first thing in every transcript. */
export function suiteName(cipher: Cipher): string {
  return `Countersign_${protocolVersion}_${cipher.name}_SHA256`;
}
