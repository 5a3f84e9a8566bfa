import { createPublicKey, type KeyObject, subtle, type webcrypto } from "node:crypto";
import { type Identity, UsageError } from "@countersign/core";
import { checkRsaKey } from "./rsa-key.ts";
import { oaepLabels, RsaPublicKey, secretBytes } from "./rsa-public-key.ts";

/** Throws UsageError unless `privateKey` is an RSA key that is accepted. */
export function rsaIdentity(privateKey: KeyObject): Identity {
  checkRsaKey(privateKey);
  return new RsaIdentity(privateKey);
}

/** Decrypts through WebCrypto, which works in libuv's thread pool; `privateDecrypt` would stop everything else. */
export class RsaIdentity implements Identity {
  readonly publicKey: RsaPublicKey;
  readonly #privateKey: KeyObject;
  #key: webcrypto.CryptoKey | undefined;

  constructor(privateKey: KeyObject) {
    this.publicKey = new RsaPublicKey(createPublicKey(privateKey));
    this.#privateKey = privateKey;
  }

  decapsulate(sealed: Uint8Array): Promise<Uint8Array> {
    return this.decapsulateFor(oaepLabels.serverKey, sealed);
  }

  /** The work begins before this returns, once the key was imported by an earlier one. */
  decapsulateFor(label: Uint8Array, sealed: Uint8Array): Promise<Uint8Array> {
    return this.#key ? decrypt(this.#key, label, sealed) : this.#importAndDecrypt(label, sealed);
  }

  async #importAndDecrypt(label: Uint8Array, sealed: Uint8Array): Promise<Uint8Array> {
    const key = await importForDecryption(this.#privateKey);
    this.#key = key;
    return decrypt(key, label, sealed);
  }
}

async function decrypt(key: webcrypto.CryptoKey, label: Uint8Array, sealed: Uint8Array): Promise<Uint8Array> {
  const secret = await subtle.decrypt({ name: "RSA-OAEP", label }, key, sealed);
  if (secret.byteLength !== secretBytes) {
    throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `A secret has ${secretBytes} bytes`);
  }
  return new Uint8Array(secret);
}

async function importForDecryption(privateKey: KeyObject): Promise<webcrypto.CryptoKey> {
  const der = privateKey.export({ type: "pkcs8", format: "der" });
  try {
    return await subtle.importKey("pkcs8", der, { name: "RSA-OAEP", hash: "SHA-256" }, false, ["decrypt"]);
  } finally {
    der.fill(0);
  }
}
