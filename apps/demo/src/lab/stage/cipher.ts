import { hybrid } from "@countersign/cipher-hybrid";
import type { Cipher, KeyedCipher } from "@countersign/core";

/** Ciphers that a lab can make a server's key with. */
export type LabCipher = Cipher & Pick<KeyedCipher, "generateIdentity">;

/** The one of the labs, with the smallest server keys that it accepts: they are made anew in each. */
export function labCipher(): LabCipher {
  return hybrid({ modulusBits: 2048 });
}
