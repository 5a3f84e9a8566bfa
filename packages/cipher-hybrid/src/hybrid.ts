import type { KeyedCipher } from "@countersign/core";
import { loadPrivateKeyFile, readPublicKeyFile } from "@countersign/core/key-files";
import { x25519 } from "@countersign/core/x25519";
import { AesGcm, keyBytes } from "./aes-gcm.ts";
import { rsaIdentity } from "./rsa-identity.ts";
import { checkModulusBits, generateRsaKey, type RsaModulusBits } from "./rsa-key.ts";
import { rsaOaep } from "./rsa-oaep.ts";

export interface HybridOptions {
  /** Size of the server keys made here, in bits, by default 3072. Keys of all three sizes are accepted. */
  readonly modulusBits?: RsaModulusBits;
}

/**
 * The hybrid cipher of everyday cryptography, all of it from Node's OpenSSL: RSA-OAEP authenticates the server, X25519
 * adds forward secrecy, AES-256-GCM protects the packets. A server's private key operation runs in libuv's thread pool.
 *
 * Throws UsageError ERR_COUNTERSIGN_INVALID_ARGUMENT for another `modulusBits`.
 */
export function hybrid({ modulusBits = 3072 }: HybridOptions = {}): KeyedCipher {
  checkModulusBits(modulusBits);
  const keyKind = { generate: () => generateRsaKey(modulusBits), accept: rsaIdentity };
  return {
    name: "RSA-OAEP-SHA256_X25519_AES-256-GCM",
    serverKem: rsaOaep,
    ephemeralKem: x25519,
    keyBytes,
    protect: (key) => new AesGcm(key),
    generateIdentity: async () => rsaIdentity(await keyKind.generate()),
    loadIdentity: (file, options = {}) => loadPrivateKeyFile(file, options, keyKind),
    loadPublicKey: (file) => readPublicKeyFile(file, rsaOaep.importPublicKey),
  };
}
