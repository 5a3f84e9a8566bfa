import { createHash, createHmac, pbkdf2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** Bytes of every key, signature and proof: the hash is SHA-256. */
export const keyBytes = 32;

/** Fewer iterations make guessing too cheap (RFC 7677 §4). */
export const minIterations = 4_096;

/** What OpenSSL takes. */
export const mostIterations = 2 ** 31 - 1;

/** What a password comes to under a salt (RFC 5802 §3). StoredKey and ServerKey are the server's to keep. */
export interface ScramKeys {
  readonly clientKey: Uint8Array;
  readonly storedKey: Uint8Array;
  readonly serverKey: Uint8Array;
}

/** Slow on purpose: `iterations` rounds of PBKDF2, off the main thread. `password` is prepared already. */
export async function deriveKeys(password: Uint8Array, salt: Uint8Array, iterations: number): Promise<ScramKeys> {
  const salted = await slowHash(password, salt, iterations, keyBytes, "sha256");
  const clientKey = hmac(salted, "Client Key");
  const serverKey = hmac(salted, "Server Key");
  salted.fill(0);
  return { clientKey, storedKey: sha256(clientKey), serverKey };
}

const slowHash = promisify(pbkdf2);

export function hmac(key: Uint8Array, ...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

export function sha256(input: Uint8Array | string): Uint8Array {
  return createHash("sha256").update(input).digest();
}

/** Of two values of one length. */
export function xor(one: Uint8Array, other: Uint8Array): Uint8Array {
  return one.map((byte, at) => byte ^ (other[at] as number));
}

/** In constant time, but for the lengths. */
export function equal(received: Uint8Array, expected: Uint8Array): boolean {
  return received.length === expected.length && timingSafeEqual(received, expected);
}

/**
 * The mechanism's secret (spec: A-26): only who knows the password, and the server that was shown it, has ClientKey.
 * It is X(ClientKey, "mix", SHA-256(AuthMessage)) of docs/spec/key-schedule.md.
 */
export function mixedSecret(clientKey: Uint8Array, authMessage: string): Uint8Array {
  return hmac(clientKey, "countersign 1 mix\0", sha256(authMessage), Uint8Array.of(1));
}
