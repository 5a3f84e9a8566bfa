import { createHash, createHmac } from "node:crypto";
import { utf8 } from "../bytes.ts";

/** Every secret, hash and chaining key is of this many bytes: the suite's hash is SHA-256. */
export const hashBytes = 32;

export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export function hmacSha256(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

/** HKDF-Extract (RFC 5869 §2.2). Two HMACs by hand take 10 µs where `hkdfSync` takes 16. */
export function hkdfExtract(salt: Uint8Array, input: Uint8Array): Uint8Array {
  return hmacSha256(salt, input);
}

/** HKDF with two outputs, as Noise §4.3 writes it: T1 ‖ T2 of HKDF-Expand with empty info. */
export function hkdf2(chainingKey: Uint8Array, input: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const secret = hkdfExtract(chainingKey, input);
  const first = hmacSha256(secret, Uint8Array.of(1));
  const second = hmacSha256(secret, first, Uint8Array.of(2));
  secret.fill(0);
  return [first, second];
}

/**
 * A key for one purpose (spec: K-1): the first block of HKDF-Expand (RFC 5869 §2.3) of `secret` with
 * info = "countersign 1 " ‖ label ‖ 00 ‖ context.
 * `context` is a transcript hash, or the channel binding for keys from a shared key.
 */
export function deriveKey(secret: Uint8Array, label: string, context: Uint8Array, bytes = hashBytes): Uint8Array {
  return hmacSha256(secret, utf8(`countersign 1 ${label}\0`), context, Uint8Array.of(1)).subarray(0, bytes);
}
