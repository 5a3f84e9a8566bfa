import { createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { Encapsulation, EphemeralKem, Identity, PublicKey } from "../cipher.ts";
import { checkX25519PublicKey, decodeX25519PublicKey, spkiOf } from "./public-key.ts";

/**
 * X25519 (RFC 7748) as a KEM: the secret is the agreement with a key pair made for one encapsulation, `sealed` its
 * 32-byte public key. The secret is bound to neither key: mix in both, as the handshake's transcript does.
 *
 * Everything runs in OpenSSL and takes 45 µs to generate, 80 to encapsulate, 40 to decapsulate; with libsodium's wasm
 * it is 42, 131 and 89.
 */
export const x25519: EphemeralKem = {
  name: "X25519",
  importPublicKey: (encoded) => new X25519PublicKey(decodeX25519PublicKey(encoded)),
  generate: () => new X25519Identity(generateKeyPair()),
};

class X25519PublicKey implements PublicKey {
  readonly encoded: Uint8Array;
  readonly #raw: Buffer;
  #key: KeyObject | undefined;

  /** `raw` was checked, or made here. */
  constructor(raw: Buffer) {
    this.encoded = spkiOf(raw);
    this.#raw = raw;
  }

  encapsulate(): Encapsulation {
    this.#key ??= importRaw(this.#raw);
    const { privateKey, raw } = generateKeyPair();
    return { secret: diffieHellman({ privateKey, publicKey: this.#key }), sealed: raw };
  }
}

class X25519Identity implements Identity {
  readonly publicKey: PublicKey;
  readonly #privateKey: KeyObject;

  constructor({ privateKey, raw }: KeyPair) {
    this.publicKey = new X25519PublicKey(raw);
    this.#privateKey = privateKey;
  }

  decapsulate(sealed: Uint8Array): Uint8Array {
    return diffieHellman({ privateKey: this.#privateKey, publicKey: importRaw(checkX25519PublicKey(sealed)) });
  }
}

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly raw: Buffer;
}

/** JWK, because OpenSSL takes 100 µs to read or write the same key as DER; Node's types do not know it here. */
const jwkPublicKey: object = { publicKeyEncoding: { format: "jwk" } };

function generateKeyPair(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync("x25519", jwkPublicKey);
  const { x } = publicKey as unknown as { readonly x: string };
  return { privateKey, raw: Buffer.from(x, "base64url") };
}

function importRaw(raw: Buffer): KeyObject {
  return createPublicKey({ key: { kty: "OKP", crv: "X25519", x: raw.toString("base64url") }, format: "jwk" });
}
