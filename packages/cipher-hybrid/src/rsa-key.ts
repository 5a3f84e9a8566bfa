import { generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { UsageError } from "@countersign/core";

const sizes = [2048, 3072, 4096] as const;
const publicExponent = 65_537;

export type RsaModulusBits = (typeof sizes)[number];

/** Throws UsageError unless `bits` is a size that keys may have. */
export function checkModulusBits(bits: number | undefined): void {
  if (sizes.some((size) => size === bits)) return;
  const given = typeof bits === "number" ? bits : typeof bits;
  throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `RSA keys may have 2048, 3072 or 4096 bits, not ${given}`);
}

/** Throws UsageError unless `key` is an RSA key of a size and a public exponent that are accepted. */
export function checkRsaKey(key: KeyObject): void {
  if (key.asymmetricKeyType !== "rsa") {
    const message = `An RSA key is needed, and this one is of the type "${key.asymmetricKeyType}"`;
    throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
  }
  checkModulusBits(key.asymmetricKeyDetails?.modulusLength);
  if (key.asymmetricKeyDetails?.publicExponent !== BigInt(publicExponent)) {
    const message = `An RSA key with the public exponent ${publicExponent} is needed`;
    throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
  }
}

/** A private key, made in the thread pool: 3072 bits take 0.3 s on average. */
export async function generateRsaKey(modulusLength: RsaModulusBits): Promise<KeyObject> {
  return (await promisify(generateKeyPair)("rsa", { modulusLength, publicExponent })).privateKey;
}
