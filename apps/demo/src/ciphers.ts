import { hybrid } from "@countersign/cipher-hybrid";
import { sealedBox } from "@countersign/cipher-sealedbox";
import type { KeyedCipher } from "@countersign/core";

/** The ciphers that can be chosen on the command line. */
export const ciphers = {
  hybrid: async () => hybrid(),
  "sealed-box": () => sealedBox(),
} satisfies Record<string, () => Promise<KeyedCipher>>;

export type CipherName = keyof typeof ciphers;

export const cipherNames = Object.keys(ciphers) as CipherName[];

/** The one that is used unless another is named. */
export const defaultCipher: CipherName = "hybrid";

export function isCipherName(name: string): name is CipherName {
  return Object.hasOwn(ciphers, name);
}
