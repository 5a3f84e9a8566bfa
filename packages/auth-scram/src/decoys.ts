import { randomBytes } from "node:crypto";
import { type Secret, UsageError } from "@countersign/core";
import { readBase64 } from "./exchange/base64.ts";
import { hmac } from "./exchange/keys.ts";
import { formatVerifier } from "./exchange/verifier.ts";

/** What answers for names that nobody has are made from. */
export interface Decoys {
  /** 32 random bytes or more: with another one, unknown names get other salts, and known ones do not. */
  readonly secret: Uint8Array;
  /** The count that known names have, too. */
  readonly iterations: number;
}

/** Bytes of every salt that is made here. */
export const saltBytes = 16;

const secretBytes = 32;

export function newDecoySecret(): Uint8Array {
  return randomBytes(secretBytes);
}

/** A verifier for a name that nobody has: always the same one, and of no password (spec: A-27). */
export function decoyVerifier({ secret, iterations }: Decoys, name: string): string {
  const part = (what: string) => hmac(secret, `countersign 1 decoy ${what}\0`, name);
  return formatVerifier({
    iterations,
    salt: part("salt").subarray(0, saltBytes),
    storedKey: part("stored key"),
    serverKey: part("server key"),
  });
}

/** Bytes, or their base64 or base64url. Throws UsageError for a secret that is missing or too short; it is not told. */
export function readDecoySecret(secret: Secret): Uint8Array {
  if (secret === undefined || secret === "") {
    throw new UsageError("ERR_COUNTERSIGN_NO_KEY", "`secret` is missing: is the environment variable set?");
  }
  const bytes = secret instanceof Uint8Array ? Uint8Array.from(secret) : decoded(secret);
  if (bytes && bytes.length >= secretBytes) return bytes;
  throw new UsageError(
    "ERR_COUNTERSIGN_WEAK_KEY",
    "`secret` is not the base64 of at least 32 random bytes. generateSharedKey() makes one.",
  );
}

function decoded(text: unknown): Uint8Array | undefined {
  if (typeof text !== "string") return undefined;
  const standard = text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  return readBase64(standard + "=".repeat(-standard.length & 3));
}
