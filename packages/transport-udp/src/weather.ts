import type { LinkHint } from "@countersign/core";

/**
 * What the system says of sending, as a hint. A datagram that it had no memory for is lost like any other, which is no
 * news. `bytes`: of the packet that it was said of, if it was of one.
 */
export function hintOf(error: NodeJS.ErrnoException, bytes?: number): LinkHint | undefined {
  if (error.code === "EMSGSIZE") return bytes === undefined ? undefined : { kind: "too-large", bytes };
  return lossCodes.has(error.code) ? undefined : { kind: "unreachable", cause: error };
}

const lossCodes = new Set<string | undefined>(["ENOBUFS", "ENOMEM", "EAGAIN"]);
