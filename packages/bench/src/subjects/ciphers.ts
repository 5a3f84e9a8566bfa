import type { BenchCipher } from "./session.ts";

export type ModulusBits = 2048 | 3072 | 4096;

/** Each is loaded when it is measured, and nowhere else. */
export const ciphers = {
  /** Control: a cipher that does nothing, so that what is left is the session's own cost. */
  insecurePlain: async (): Promise<BenchCipher> => (await import("@countersign/core/testing")).insecurePlain(),

  /** RSA-OAEP, X25519 and AES-256-GCM. */
  hybrid: async (modulusBits: ModulusBits): Promise<BenchCipher> =>
    (await import("@countersign/cipher-hybrid")).hybrid({ modulusBits }),

  /** libsodium's sealed boxes, X25519 and ChaCha20-Poly1305. */
  sealedBox: async (): Promise<BenchCipher> => (await import("@countersign/cipher-sealedbox")).sealedBox(),
};
