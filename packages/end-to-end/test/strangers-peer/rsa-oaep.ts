import { constants, createPrivateKey, createPublicKey, privateDecrypt, publicEncrypt } from "node:crypto";
import { type Bytes, join, u32 } from "./bytes.ts";
import { sha256 } from "./key-schedule.ts";

export const label = "countersign 1 server key";

/** What may be wrong with an encoded message. */
export interface OaepFlaws {
  readonly label?: string;
  /** In the place of 00. */
  readonly first?: number;
  /** In the place of 01, between the zeros and the secret. */
  readonly separator?: number;
}

/** RSAES-OAEP-ENCRYPT (RFC 8017 §7.1.1) with SHA-256, MGF1 with SHA-256 and a seed of 32 bytes that is given. */
export function encrypt(publicKey: Uint8Array, secret: Bytes, seed: Uint8Array, flaws: OaepFlaws = {}): Buffer {
  const key = createPublicKey({ key: Buffer.from(publicKey), format: "der", type: "spki" });
  const bytes = (key.asymmetricKeyDetails?.modulusLength as number) / 8;
  const end = join(Buffer.of(flaws.separator ?? 1), secret);
  const block = join(sha256(flaws.label ?? label), Buffer.alloc(bytes - 66 + 1 - end.length), end);
  const maskedBlock = xor(block, mgf1(seed, block.length));
  const maskedSeed = xor(seed, mgf1(maskedBlock, 32));
  const encoded = join(Buffer.of(flaws.first ?? 0), maskedSeed, maskedBlock);
  return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, encoded);
}

/** RSAES-OAEP-DECRYPT (RFC 8017 §7.1.2). */
export function decrypt(privateKey: Uint8Array, sealed: Uint8Array): Buffer {
  const key = createPrivateKey({ key: Buffer.from(privateKey), format: "der", type: "pkcs8" });
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return privateDecrypt({ key, padding, oaepHash: "sha256", oaepLabel: Buffer.from(label) }, sealed);
}

/** RFC 8017 §B.2.1. */
function mgf1(seed: Uint8Array, bytes: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(bytes / 32) }, (_, i) => sha256(seed, u32(i)));
  return join(...blocks).subarray(0, bytes);
}

const xor = (a: Uint8Array, b: Uint8Array) => Buffer.from(a.map((byte, i) => byte ^ (b[i] as number)));
