import { createPublicKey, type KeyObject, subtle, type webcrypto } from "node:crypto";
import { type Identity, type PublicKey, UsageError } from "@countersign/core";
import { checkRsaKey } from "./rsa-key.ts";
import { oaepLabel, RsaPublicKey, secretBytes } from "./rsa-public-key.ts";

/** Throws UsageError unless `privateKey` is an RSA key that is accepted. */
export function rsaIdentity(privateKey: KeyObject): Identity {
  checkRsaKey(privateKey);
  return new RsaIdentity(privateKey);
}

/** Decrypts through WebCrypto, which works in libuv's thread pool; `privateDecrypt` would stop everything else. */
class RsaIdentity implements Identity {
  readonly publicKey: PublicKey;
  readonly #privateKey: KeyObject;
  #key: webcrypto.CryptoKey | undefined;

  constructor(privateKey: KeyObject) {
    this.publicKey = new RsaPublicKey(createPublicKey(privateKey));
    this.#privateKey = privateKey;
  }

  /** The work begins before this returns, once the key was imported by an earlier one. */
  decapsulate(sealed: Uint8Array): Promise<Uint8Array> {
    return this.#key ? decrypt(this.#key, sealed) : this.#importAndDecrypt(sealed);
  }

  async #importAndDecrypt(sealed: Uint8Array): Promise<Uint8Array> {
    const key = await importForDecryption(this.#privateKey);
    this.#key = key;
    return decrypt(key, sealed);
  }
}

async function decrypt(key: webcrypto.CryptoKey, sealed: Uint8Array): Promise<Uint8Array> {
  const secret = await subtle.decrypt({ name: "RSA-OAEP", label: oaepLabel }, key, sealed);
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
