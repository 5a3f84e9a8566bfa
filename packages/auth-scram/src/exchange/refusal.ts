import { PeerError } from "@countersign/core";

/** The peer did not prove what it had to. The peer is never told why: the message is for our own side. */
export function refused(reason: string): PeerError {
  return new PeerError("ERR_COUNTERSIGN_AUTHENTICATION", reason);
}

/** The peer sent what is no message of SCRAM's, or not the one that was due. */
export function malformed(reason: string): PeerError {
  return new PeerError("ERR_COUNTERSIGN_PROTOCOL", reason);
}
