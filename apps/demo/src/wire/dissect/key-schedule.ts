import { createHash, createHmac } from "node:crypto";
import type { Cipher } from "@countersign/core";

/** docs/spec/key-schedule.md, written once more for who looks on: nothing here is shared with the sessions. */

export const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  createHash("sha256").update(Buffer.concat(parts)).digest();

const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer =>
  createHmac("sha256", key).update(Buffer.concat(parts)).digest();

/** spec: K-1 */
export function derive(secret: Uint8Array, label: string, context: Uint8Array = none, bytes = 32): Buffer {
  return hmac(secret, Buffer.from(`countersign 1 ${label}\0`), context, Buffer.of(1)).subarray(0, bytes);
}

const none = Buffer.alloc(0);

/** What the two sides agree on so far (spec: K-2, K-3). Each method gives another state and leaves this one. */
export class Transcript {
  readonly #cipher: Cipher;
  readonly #hash: Buffer;
  readonly #chainingKey: Buffer;
  readonly #key: Buffer;

  private constructor(cipher: Cipher, hash: Buffer, chainingKey: Buffer, key: Buffer) {
    this.#cipher = cipher;
    this.#hash = hash;
    this.#chainingKey = chainingKey;
    this.#key = key;
  }

  /** spec: H-1 */
  static begin(cipher: Cipher, application: string, serverKey: Uint8Array): Transcript {
    const start = sha256(Buffer.from(`Countersign_1_${cipher.name}_SHA256`));
    return new Transcript(cipher, start, start, none).mixHash(Buffer.from(application)).mixHash(serverKey);
  }

  mixHash(data: Uint8Array): Transcript {
    return new Transcript(this.#cipher, sha256(this.#hash, data), this.#chainingKey, this.#key);
  }

  mixKey(secret: Uint8Array): Transcript {
    const extracted = hmac(this.#chainingKey, secret, this.#hash);
    const chainingKey = hmac(extracted, Buffer.of(1));
    return new Transcript(this.#cipher, this.#hash, chainingKey, hmac(extracted, chainingKey, Buffer.of(2)));
  }

  /** A payload of HELLO or ACCEPT, or undefined when it does not open. */
  open(sealed: Uint8Array): Buffer | undefined {
    return openSealed(this.#cipher, this.#key, Buffer.alloc(12), this.#hash, sealed);
  }

  /** Secret of epoch 0 in one direction (spec: K-4). */
  authenticationSecret(sender: "client" | "server"): Buffer {
    return derive(this.#chainingKey, sender === "client" ? "auth c2s" : "auth s2c", this.#hash);
  }

  /** What every proof of authentication covers (spec: K-4). */
  get binding(): Buffer {
    return derive(this.#chainingKey, "binding", this.#hash);
  }

  /** Secret of epoch 1 in one direction, of a state that covers every authentication message (spec: K-5). */
  dataSecret(sender: "client" | "server", mechanismSecret: Uint8Array): Buffer {
    const chainingKey = hmac(this.#chainingKey, mechanismSecret);
    return derive(chainingKey, sender === "client" ? "data c2s" : "data s2c", this.#hash);
  }
}

/** The frames of a packet, or undefined when it does not open (spec: P-2, P-4, K-6). `header` is part of `packet`. */
export function openPacket(cipher: Cipher, secret: Uint8Array, packet: Buffer, header: number, number: number) {
  const nonce = derive(secret, "iv", none, 12);
  const padded = Buffer.alloc(12);
  padded.writeUIntBE(number, 6, 6);
  for (let i = 0; i < 12; i++) nonce[i] = (nonce[i] as number) ^ (padded[i] as number);
  return openSealed(cipher, derive(secret, "key"), nonce, packet.subarray(0, header), packet.subarray(header));
}

function openSealed(cipher: Cipher, key: Buffer, nonce: Buffer, additional: Uint8Array, sealed: Uint8Array) {
  const protection = cipher.protect(key.subarray(0, cipher.keyBytes));
  try {
    if (sealed.length < protection.overhead) return undefined;
    const opened = protection.open(nonce, Buffer.concat([additional, sealed]), additional.length);
    return opened && Buffer.from(opened);
  } finally {
    protection.destroy();
  }
}
