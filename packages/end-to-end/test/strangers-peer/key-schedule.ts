import { createCipheriv, createDecipheriv, createHash, createHmac } from "node:crypto";
import { type Bytes, join } from "./bytes.ts";

const none = Buffer.alloc(0);

export const sha256 = (...parts: readonly Bytes[]): Buffer =>
  createHash("sha256")
    .update(join(...parts))
    .digest();

export const hmac = (key: Bytes, ...parts: readonly Bytes[]): Buffer =>
  createHmac("sha256", key)
    .update(join(...parts))
    .digest();

/** HKDF-Expand, RFC 5869 §2.3. */
function expand(prk: Bytes, info: Bytes, bytes: number): Buffer {
  let block: Buffer = none;
  let okm: Buffer = none;
  for (let i = 1; okm.length < bytes; i++) {
    block = hmac(prk, block, info, Buffer.of(i));
    okm = join(okm, block);
  }
  return okm.subarray(0, bytes);
}

/** docs/spec/key-schedule.md: K-1. */
export const derive = (secret: Bytes, label: string, context: Bytes = none, bytes = 32): Buffer =>
  expand(secret, join("countersign 1 ", label, Buffer.of(0), context), bytes);

export type AeadName = "aes-256-gcm" | "chacha20-poly1305";

export function seal(aead: AeadName, key: Uint8Array, nonce: Uint8Array, header: Uint8Array, plaintext: Uint8Array) {
  const cipher = createCipheriv(aead as "chacha20-poly1305", key, nonce, { authTagLength: 16 });
  cipher.setAAD(header, { plaintextLength: plaintext.length });
  return join(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
}

/** Throws when forged. */
export function open(aead: AeadName, key: Uint8Array, nonce: Uint8Array, header: Uint8Array, sealed: Uint8Array) {
  const decipher = createDecipheriv(aead as "chacha20-poly1305", key, nonce, { authTagLength: 16 });
  decipher.setAAD(header, { plaintextLength: sealed.length - 16 });
  decipher.setAuthTag(sealed.subarray(-16));
  return join(decipher.update(sealed.subarray(0, -16)), decipher.final());
}

/** docs/spec/key-schedule.md: K-2, K-3. `log` has what each call left behind. */
export class SymmetricState {
  h: Buffer;
  ck: Buffer;
  k: Buffer = none;
  readonly log: { readonly call: string; readonly h: Buffer; readonly ck: Buffer; readonly k?: Buffer }[] = [];
  readonly #aead: AeadName;

  constructor(aead: AeadName, suite: string) {
    this.#aead = aead;
    this.h = sha256(suite);
    this.ck = this.h;
    this.#write("h = ck = SHA-256(suite)");
  }

  mixHash(data: Bytes, what: string): void {
    this.h = sha256(this.h, data);
    this.#write(`MixHash(${what})`);
  }

  mixKey(secret: Bytes, what: string): void {
    const okm = expand(hmac(this.ck, secret, this.h), none, 64);
    [this.ck, this.k] = [okm.subarray(0, 32), okm.subarray(32)];
    this.#write(`MixKey(${what})`);
  }

  encryptAndHash(plaintext: Uint8Array, what: string): Buffer {
    const sealed = seal(this.#aead, this.k, Buffer.alloc(12), this.h, plaintext);
    this.mixHash(sealed, what);
    return sealed;
  }

  decryptAndHash(sealed: Uint8Array, what: string): Buffer {
    const plaintext = open(this.#aead, this.k, Buffer.alloc(12), this.h, sealed);
    this.mixHash(sealed, what);
    return plaintext;
  }

  #write(call: string): void {
    this.log.push({ call, h: this.h, ck: this.ck, ...(this.k.length > 0 && { k: this.k }) });
  }
}

/** K-4. */
export const epoch0 = ({ ck, h }: SymmetricState) => ({
  binding: derive(ck, "binding", h),
  client: derive(ck, "auth c2s", h),
  server: derive(ck, "auth s2c", h),
});

/** K-5. */
export function epoch1({ ck, h }: SymmetricState, mechanismSecret: Bytes = Buffer.alloc(32)) {
  const mixed = hmac(ck, mechanismSecret);
  return {
    client: derive(mixed, "data c2s", h),
    server: derive(mixed, "data s2c", h),
    exporter: derive(mixed, "exporter", h),
  };
}

/** K-6. */
export const keysOf = (secret: Bytes) => ({
  key: derive(secret, "key"),
  iv: derive(secret, "iv", none, 12),
  next: derive(secret, "next"),
});
