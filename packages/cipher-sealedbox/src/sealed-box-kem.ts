import { type KeyObject, randomBytes } from "node:crypto";
import { type Encapsulation, type Identity, type Kem, type PublicKey, UsageError } from "@countersign/core";
import { decodeX25519PublicKey, encodeX25519PublicKey } from "@countersign/core/x25519";
import sodium from "libsodium-wrappers";

/**
 * libsodium's sealed box (X25519, BLAKE2b, XSalsa20-Poly1305) of 32 random bytes, as a KEM. The secret is bound to
 * neither key nor box: mix in both, as the handshake's transcript does. It has no label: its key pair serves nothing
 * else.
 */
export const sealedBoxKem: Kem = {
  name: "SealedBox",
  importPublicKey: (encoded) => new SealedBoxPublicKey(decodeX25519PublicKey(encoded)),
};

/** Throws UsageError unless `privateKey` is an X25519 key. */
export function sealedBoxIdentity(privateKey: KeyObject): Identity {
  if (privateKey.asymmetricKeyType !== "x25519") {
    const message = `An X25519 key is needed, and this one is of the type "${privateKey.asymmetricKeyType}"`;
    throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
  }
  const der = privateKey.export({ type: "pkcs8", format: "der" });
  // RFC 8410 §7: the key itself is what the encoding ends with.
  return new SealedBoxIdentity(der.subarray(-sodium.crypto_box_SECRETKEYBYTES));
}

export class SealedBoxPublicKey implements PublicKey {
  readonly encoded: Uint8Array;
  readonly #raw: Uint8Array;

  constructor(raw: Uint8Array) {
    this.encoded = encodeX25519PublicKey(raw);
    this.#raw = raw;
  }

  encapsulate(): Encapsulation {
    const secret = randomBytes(secretBytes);
    return { secret, sealed: this.seal(secret) };
  }

  seal(message: Uint8Array): Uint8Array {
    return sodium.crypto_box_seal(message, this.#raw);
  }
}

/** Opening a box takes less than 0.1 ms, so it happens at once. */
export class SealedBoxIdentity implements Identity {
  readonly publicKey: SealedBoxPublicKey;
  readonly #privateKey: Uint8Array;
  readonly #rawPublicKey: Uint8Array;
  #servesSessions = false;

  constructor(privateKey: Uint8Array) {
    this.#privateKey = privateKey;
    this.#rawPublicKey = sodium.crypto_scalarmult_base(privateKey);
    this.publicKey = new SealedBoxPublicKey(this.#rawPublicKey);
  }

  /** Whether it ever decapsulated: then it opens no envelopes, which could be those secrets (spec: E-11). */
  get servesSessions(): boolean {
    return this.#servesSessions;
  }

  decapsulate(sealed: Uint8Array): Uint8Array {
    this.#servesSessions = true;
    const secret = this.open(sealed);
    if (secret.length !== secretBytes) {
      throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `A secret has ${secretBytes} bytes`);
    }
    return secret;
  }

  /** Throws when the box is not for this key, or was changed. */
  open(box: Uint8Array): Uint8Array {
    return sodium.crypto_box_seal_open(box, this.#rawPublicKey, this.#privateKey);
  }
}

const secretBytes = 32;
