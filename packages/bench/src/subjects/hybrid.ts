import { hybrid } from "@countersign/cipher-hybrid";
import { tcp } from "@countersign/transport-tcp";
import { session } from "./session.ts";
import type { Ends } from "./subject.ts";

/** RSA-OAEP, X25519 and AES-256-GCM. */
export function hybridOverTcp(modulusBits: 2048 | 3072): Ends {
  return session(tcp(), hybrid({ modulusBits }));
}
