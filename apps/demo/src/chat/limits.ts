import type { Limits } from "@countersign/core";
import { maxMessageBytes } from "./protocol.ts";

/**
 * Of both ends. Somebody whose machine is gone should not seem present for long, and what comes over UDP from somebody
 * who has to wait should not fill the server.
 */
export const limits: Partial<Limits> = { maxMessageBytes, idleTimeoutMs: 20_000, windowBytes: 512 * 1024 };
