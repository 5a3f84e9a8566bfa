import { randomBytes } from "node:crypto";
import { sharedKeyBytes } from "../auth/shared-key.ts";

/** A new key for `sharedKey` and `sharedKeys`: 32 random bytes as 43 characters of base64url (RFC 4648 §5). */
export function generateSharedKey(): string {
  return randomBytes(sharedKeyBytes).toString("base64url");
}
