import { createHash } from "node:crypto";
import type { PublicKey } from "./cipher.ts";

/** What people compare, in the form OpenSSH made familiar: "SHA256:" and the unpadded base64 of SHA-256 over `encoded`. */
export function fingerprint(publicKey: Pick<PublicKey, "encoded">): string {
  return `SHA256:${createHash("sha256").update(publicKey.encoded).digest("base64").replace("=", "")}`;
}
