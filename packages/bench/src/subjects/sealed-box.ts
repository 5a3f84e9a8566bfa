import { sealedBox } from "@countersign/cipher-sealedbox";
import { tcp } from "@countersign/transport-tcp";
import { session } from "./session.ts";
import type { Ends } from "./subject.ts";

/** libsodium's sealed boxes, X25519 and ChaCha20-Poly1305. */
export async function sealedBoxOverTcp(): Promise<Ends> {
  return session(tcp(), await sealedBox());
}
