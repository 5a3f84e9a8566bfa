import type { Kem } from "@countersign/core";
import { rsaIdentity } from "./rsa-identity.ts";
import { generateRsaKeySync, type RsaModulusBits } from "./rsa-key.ts";
import { importRsaPublicKey } from "./rsa-public-key.ts";

/**
 * RSA-OAEP (RFC 8017 §7.1) with SHA-256, MGF1 with SHA-256 and a fixed label, as a KEM: 32 random bytes, encrypted.
 * The secret is bound to neither key nor ciphertext: mix in both, as the handshake's transcript does.
 *
 * `generate` blocks for as long as it takes to find a key; `generateIdentity` of the cipher does not.
 */
export function rsaOaep(modulusBits: RsaModulusBits): Kem {
  return {
    name: "RSA-OAEP-SHA256",
    importPublicKey: importRsaPublicKey,
    generate: () => rsaIdentity(generateRsaKeySync(modulusBits)),
  };
}
