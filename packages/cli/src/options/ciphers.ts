import { hybrid } from "@countersign/cipher-hybrid";
import { sealedBox } from "@countersign/cipher-sealedbox";
import type { KeyedCipher } from "@countersign/core";
import { Option } from "commander";
import type { ModulusBits } from "./modulus.ts";

/** The ciphers by their names; `bits`: of the RSA keys that are made. */
export const ciphers = {
  hybrid: async (modulusBits: ModulusBits = 3072): Promise<KeyedCipher> => hybrid({ modulusBits }),
  "sealed-box": (_bits?: ModulusBits): Promise<KeyedCipher> => sealedBox(),
} as const;

export type CipherName = keyof typeof ciphers;

const cipherNames = Object.keys(ciphers) as CipherName[];

export function cipherOption(): Option {
  const help = "hybrid: RSA, X25519 and AES-256-GCM; sealed-box: libsodium, X25519 and ChaCha20-Poly1305";
  return new Option("--cipher <name>", help).choices(cipherNames).default("hybrid");
}
