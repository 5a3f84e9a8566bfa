import sodium from "libsodium-wrappers";
import { type Bytes, join } from "./bytes.ts";
import { publicOf } from "./x25519.ts";

await sodium.ready;

/**
 * libsodium's crypto_box_seal, with an ephemeral private key that is given: its public key, and behind that a box with
 * the nonce BLAKE2b-192(ephemeral public key ‖ public key).
 */
export function sealBox(publicKey: Uint8Array, secret: Bytes, ephemeral: Uint8Array): Buffer {
  const nonce = sodium.crypto_generichash(24, join(publicOf(ephemeral), publicKey), null);
  return join(publicOf(ephemeral), sodium.crypto_box_easy(join(secret), nonce, publicKey, ephemeral));
}

export const openBox = (privateKey: Uint8Array, sealed: Uint8Array): Buffer =>
  join(sodium.crypto_box_seal_open(sealed, publicOf(privateKey), privateKey));
