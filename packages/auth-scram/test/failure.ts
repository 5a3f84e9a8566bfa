import type { PeerErrorCode, UsageErrorCode } from "@countersign/core";
import { expect } from "vitest";

// For `toThrow`, `rejects.toEqual` and the like: who is to blame, and for what.
const peerError = (code: PeerErrorCode) => expect.objectContaining({ name: "PeerError", code });
export const usageError = (code: UsageErrorCode) => expect.objectContaining({ name: "UsageError", code });

/** The client did not prove itself, or the server did not. */
export const refused = peerError("ERR_COUNTERSIGN_AUTHENTICATION");
export const malformed = peerError("ERR_COUNTERSIGN_PROTOCOL");
