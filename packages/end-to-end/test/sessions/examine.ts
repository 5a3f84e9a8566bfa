import type { Identity, KeyedCipher } from "@countersign/core";
import { sessionConformance } from "@countersign/core/conformance";
import { describe, it } from "vitest";
import { authentications, ciphers, transports } from "../combinations.ts";

/**
 * Changing the transport, the cipher or the mechanism changes nothing else: that sentence is this test. There is a file
 * for each transport, so that they sit side by side.
 */
export function examineSessionsOver(transport: keyof typeof transports): void {
  for (const [cipherName, makeCipher] of Object.entries(ciphers)) {
    const shared = prepare(makeCipher);
    for (const [mechanism, makeAuthentication] of Object.entries(authentications)) {
      sessionConformance(
        { describe, it },
        {
          name: `${transport}, ${cipherName}, ${mechanism}`,
          async make() {
            const { cipher, identity, other } = await shared();
            const otherServer = other.publicKey;
            return { ...transports[transport](), ...makeAuthentication(), cipher, identity, otherServer };
          },
        },
      );
    }
  }
}

/** RSA keys take a while to make: one pair of them serves all cases. */
function prepare(makeCipher: () => Promise<KeyedCipher>) {
  let made: Promise<{ cipher: KeyedCipher; identity: Identity; other: Identity }> | undefined;
  return () => {
    made ??= makeCipher().then(async (cipher) => ({
      cipher,
      identity: await cipher.generateIdentity(),
      other: await cipher.generateIdentity(),
    }));
    return made;
  };
}
