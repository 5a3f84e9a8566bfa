import type { Secret } from "../authenticator.ts";
import { UsageError } from "../errors.ts";
import { shown } from "../shown.ts";

/** Bytes a shared key has at least. */
export const sharedKeyBytes = 32;

/**
 * The bytes of a shared key (spec: A-3). Text is base64 or base64url; anything shorter than 32 bytes is refused, since
 * it could be guessed offline by whoever holds the server's private key. The name it belongs to appears in errors, the
 * key never does, not even where it was passed in the name's place.
 */
export function readSharedKey(key: Secret, name: string): Uint8Array {
  const whose = shown(name);
  if (key === undefined || key === "") {
    throw new UsageError(
      "ERR_COUNTERSIGN_NO_KEY",
      `There is no shared key for ${whose}: is the environment variable set? generateSharedKey() makes one.`,
    );
  }
  const bytes = typeof key === "string" ? decode(key) : key instanceof Uint8Array ? Uint8Array.from(key) : undefined;
  if (!isLongEnough(bytes)) {
    throw new UsageError(
      "ERR_COUNTERSIGN_WEAK_KEY",
      `The shared key for ${whose} is not the base64 of at least ${sharedKeyBytes} random bytes. ` +
        "generateSharedKey() makes one; a password is not a key.",
    );
  }
  return bytes;
}

function decode(text: string): Uint8Array | undefined {
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, "base64") : undefined;
}

function isLongEnough(bytes: Uint8Array | undefined): bytes is Uint8Array {
  return bytes !== undefined && bytes.length >= sharedKeyBytes;
}
