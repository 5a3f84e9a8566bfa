import { type AuthContext, PeerError } from "@countersign/core";
import { publicKeyBytes, signatureBytes } from "./ed25519.ts";

/** What a client says of itself, in one message (spec: A-30). */
export interface Claim {
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
  readonly name: string;
}

export const mechanism = "ed25519";

/** Bytes that a name may have in UTF-8: 1 to so many. */
export const maxNameBytes = 255;

/**
 * What is signed: every field has a length that is fixed or stands before it, so that no two statements have the same
 * bytes. SSH's own signatures begin with other bytes, whatever they are of: with the length of a session's id (RFC 4252
 * §7), or with "SSHSIG".
 */
export function statement({ binding, challenge }: AuthContext, name: string): Uint8Array {
  return Buffer.concat([label, binding, challenge, withLength(name)]);
}

export function encodeClaim({ publicKey, signature, name }: Claim): Uint8Array {
  return Buffer.concat([publicKey, signature, withLength(name)]);
}

/** Throws PeerError on a message that is cut off, has bytes behind it, or a name that is empty or not UTF-8. */
export function decodeClaim(message: Uint8Array): Claim {
  const nameAt = publicKeyBytes + signatureBytes + 1;
  const nameBytes = message[nameAt - 1];
  if (!nameBytes || message.length !== nameAt + nameBytes) throw malformed("has another length than it says");
  return {
    publicKey: message.subarray(0, publicKeyBytes),
    signature: message.subarray(publicKeyBytes, nameAt - 1),
    name: readUtf8(message.subarray(nameAt)),
  };
}

const label = Buffer.from("countersign 1 ed25519 client");

function withLength(name: string): Uint8Array {
  const bytes = Buffer.from(name);
  return Buffer.concat([Uint8Array.of(bytes.length), bytes]);
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function readUtf8(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw malformed("has a name that is not UTF-8");
  }
}

function malformed(problem: string): PeerError {
  return new PeerError("ERR_COUNTERSIGN_PROTOCOL", `The client's message ${problem}.`);
}
