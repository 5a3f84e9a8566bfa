import type { Bytes } from "./bytes.ts";
import type { AeadName } from "./key-schedule.ts";
import { decrypt, encrypt } from "./rsa-oaep.ts";
import { openBox, sealBox } from "./sealed-box.ts";

export interface Suite {
  readonly name: string;
  readonly aead: AeadName;
  /** To a public key as it is in SubjectPublicKeyInfo; `drawn` is 32 bytes of randomness that RSA and the box need. */
  encapsulate(publicKey: Uint8Array, secret: Bytes, drawn: Uint8Array): Buffer;
  /** With a private key as it is in PKCS #8. Throws when there is no secret. */
  decapsulate(privateKey: Uint8Array, sealed: Uint8Array): Buffer;
}

/** docs/spec/handshake.md, "Cipher suites". */
export const suites: Readonly<Record<"hybrid" | "sealed-box", Suite>> = {
  hybrid: {
    name: "Countersign_1_RSA-OAEP-SHA256_X25519_AES-256-GCM_SHA256",
    aead: "aes-256-gcm",
    encapsulate: (publicKey, secret, seed) => encrypt(publicKey, secret, seed),
    decapsulate: decrypt,
  },
  "sealed-box": {
    name: "Countersign_1_SealedBox_X25519_ChaCha20-Poly1305_SHA256",
    aead: "chacha20-poly1305",
    encapsulate: (publicKey, secret, ephemeral) => sealBox(publicKey.subarray(-32), secret, ephemeral),
    decapsulate: (privateKey, sealed) => openBox(privateKey.subarray(-32), sealed),
  },
};
