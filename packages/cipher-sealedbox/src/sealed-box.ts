import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { KeyedCipher } from "@countersign/core";
import { loadPrivateKeyFile, readPublicKeyFile } from "@countersign/core/key-files";
import { encodeX25519PublicKey, x25519 } from "@countersign/core/x25519";
import sodium from "libsodium-wrappers";
import { ChaCha20Poly1305, keyBytes } from "./chacha20-poly1305.ts";
import { sealedBoxIdentity, sealedBoxKem } from "./sealed-box-kem.ts";
import { SodiumAead } from "./sodium-aead.ts";

/**
 * The sealed box cipher, of libsodium: `crypto_box_seal` authenticates the server, X25519 adds forward secrecy,
 * ChaCha20-Poly1305 protects the packets. A public key file may also hold the 32 bytes of the key as base64 alone.
 *
 * Resolves when libsodium's wasm is compiled. Every call gives the same object, which keeps nothing of its callers.
 */
export function sealedBox(): Promise<KeyedCipher> {
  loaded ??= load();
  return loaded;
}

let loaded: Promise<KeyedCipher> | undefined;

async function load(): Promise<KeyedCipher> {
  await sodium.ready;
  const aead = new SodiumAead();
  return {
    name: "SealedBox_X25519_ChaCha20-Poly1305",
    serverKem: sealedBoxKem,
    ephemeralKem: x25519,
    keyBytes,
    protect: (key) => new ChaCha20Poly1305(key, aead),
    generateIdentity: async () => sealedBoxIdentity(await keyKind.generate()),
    loadIdentity: (file, options = {}) => loadPrivateKeyFile(file, options, keyKind),
    loadPublicKey: (file) => readPublicKeyFile(file, sealedBoxKem.importPublicKey, encodeX25519PublicKey),
  };
}

const keyKind = {
  generate: async () => (await promisify(generateKeyPair)("x25519")).privateKey,
  accept: sealedBoxIdentity,
};
