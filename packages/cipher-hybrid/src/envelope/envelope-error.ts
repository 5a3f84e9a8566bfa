import { PeerError } from "@countersign/core";

export function envelopeError(message: string): PeerError {
  return new PeerError("ERR_COUNTERSIGN_ENVELOPE", message);
}

/** The one error for everything that only the private key brings to light (spec: E-8). */
export function cannotBeOpened(): PeerError {
  return envelopeError("The envelope cannot be opened: it was changed or cut off, or its context is another one.");
}
