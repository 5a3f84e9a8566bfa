import { createPublicKey, verify } from "node:crypto";

export const publicKeyBytes = 32;
export const signatureBytes = 64;

/** Why nobody may use these bytes as an Ed25519 public key; undefined when somebody may (spec: A-32). */
export function flawOf(raw: Uint8Array): string | undefined {
  if (raw.length !== publicKeyBytes) return `it has ${raw.length} bytes, not ${publicKeyBytes}`;
  const y = Buffer.from(raw);
  y[31] = (y[31] as number) & 0x7f;
  if (smallOrder.has(y.toString("hex"))) return "it is a point of small order";
  if (y.reverse().compare(prime) >= 0) return "its number is not below 2^255 - 19";
  return undefined;
}

/**
 * Whether `signature` is one of `message` by this public key (RFC 8032 §5.1.7). OpenSSL refuses an S that is not
 * reduced, and an R that is not the encoding it computes. It takes public keys that nobody may use, and we do not.
 */
export function verifies(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (flawOf(publicKey) !== undefined || signature.length !== signatureBytes) return false;
  return verify(null, message, importRaw(publicKey), signature);
}

/** JWK, because OpenSSL takes longer to read the same key as DER. */
function importRaw(raw: Uint8Array) {
  const x = Buffer.from(raw).toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}

/** 2^255 - 19, most significant byte first. */
const prime = Buffer.from(`7f${"ff".repeat(30)}ed`, "hex");

/**
 * The y-coordinates of the 8 points whose order is 1, 2, 4 or 8, and those of them that are below 2^255 without being
 * reduced (Chalkias, Garillot, Nikolaenko, Taming the Many EdDSAs, SSR 2020, table 1). Under either sign of x: with x = 0
 * the second is not canonical. A signature by such a key may be of any message.
 */
const smallOrder = new Set([
  `01${"00".repeat(31)}`,
  `ec${"ff".repeat(30)}7f`,
  "00".repeat(32),
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  `ed${"ff".repeat(30)}7f`,
  `ee${"ff".repeat(30)}7f`,
]);
