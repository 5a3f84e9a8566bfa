import { sign } from "node:crypto";
import { type Authenticator, PeerError, UsageError } from "@countersign/core";
import { encodeClaim, maxNameBytes, mechanism, statement } from "./claim.ts";
import { type PassphraseOptions, type PrivateKey, publicHalfOf, readPrivateKey } from "./private-key.ts";

/**
 * The client's half: it signs the session it is in with its Ed25519 key (spec: A-30). The server proves nothing beyond
 * its own key, and there is no secret to mix in. Whoever is shown a signature can tell who made it.
 *
 * `privateKey` is a KeyObject, or text: PKCS#8 PEM or an OpenSSH private key, either of them encrypted or not. To decrypt
 * one of OpenSSH's blocks the process, for some 20 ms a round (16 by default).
 *
 * Throws UsageError: ERR_COUNTERSIGN_NO_KEY without a key, ERR_COUNTERSIGN_INVALID_ARGUMENT for one that is of another
 * kind, damaged, or not decrypted by the passphrase, and for a name that is empty or longer than 255 bytes.
 */
export function signature(
  name: string,
  privateKey: PrivateKey,
  options: PassphraseOptions = {},
): Authenticator<"client"> {
  checkName(name);
  const key = readPrivateKey(privateKey, options);
  const publicKey = publicHalfOf(key);
  return {
    role: "client",
    mechanism,
    begin(context) {
      const claim = () => {
        const signature = sign(null, statement(context, name), key);
        return { kind: "continue", send: encodeClaim({ publicKey, signature, name }) } as const;
      };
      const welcomed = (received: Uint8Array) => {
        if (received.length > 0) throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The server's step has to be empty.");
        return { kind: "done", result: { peer: { mechanism } } } as const;
      };
      let step: (received: Uint8Array) => ReturnType<typeof claim> | ReturnType<typeof welcomed> = () => {
        step = welcomed;
        return claim();
      };
      return { step: (received) => step(received) };
    },
  };
}

function checkName(name: string): void {
  if (typeof name !== "string") throw invalid("A client's name is text: signature(name, privateKey).");
  const bytes = Buffer.byteLength(name);
  if (bytes < 1 || bytes > maxNameBytes) throw invalid(`A client's name has 1 to ${maxNameBytes} bytes in UTF-8.`);
}

function invalid(message: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
}
