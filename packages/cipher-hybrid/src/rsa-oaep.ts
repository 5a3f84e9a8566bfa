import type { Kem } from "@countersign/core";
import { importRsaPublicKey } from "./rsa-public-key.ts";

/**
 * RSA-OAEP (RFC 8017 §7.1) with SHA-256, MGF1 with SHA-256 and a fixed label, as a KEM: 32 random bytes, encrypted.
 * The secret is bound to neither key nor ciphertext: mix in both, as the handshake's transcript does.
 */
export const rsaOaep: Kem = { name: "RSA-OAEP-SHA256", importPublicKey: importRsaPublicKey };
