import type { CountersignError, ErrorCode } from "@countersign/core";
import { printable } from "../printable.ts";

/** Why somebody could not join, and what can be done. */
export function whyNot(error: CountersignError): string {
  const what = `Could not join: ${printable(error.message)} (${error.code})`;
  const advice = advices[error.code];
  const text = advice === undefined ? what : `${what}\n${advice}`;
  return error.code === "ERR_COUNTERSIGN_SERVER_KEY" ? `${alarm}\n${text}` : text;
}

const alarm = `${"*".repeat(66)}
***  THE SERVER'S KEY IS NOT THE ONE THAT IS EXPECTED. REFUSED.  ***
${"*".repeat(66)}`;

/** Why there is no connection at the moment. */
export function whyAway({ code, message }: CountersignError): string {
  return `${isGone(code) ? "The server has gone" : "The server is not there"} (${code}): ${printable(message)}`;
}

/** Why a conversation ended that nobody closed. */
export function whyEnded({ code, message }: CountersignError): string {
  if (code === "ERR_COUNTERSIGN_ABORTED") return "You have left. What you said last may be lost.";
  return `${isGone(code) ? "The server has gone" : "The conversation broke off"} (${code}): ${printable(message)}`;
}

function isGone(code: ErrorCode): boolean {
  return code === "ERR_COUNTERSIGN_TRUNCATED" || code === "ERR_COUNTERSIGN_IDLE_TIMEOUT";
}

const notThere = "Is the server running? Compare --address and --transport with what it printed when it started.";

const advices: Partial<Record<ErrorCode, string>> = {
  ERR_COUNTERSIGN_CONNECT: notThere,
  ERR_COUNTERSIGN_CONNECT_TIMEOUT: notThere,
  ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT: notThere,
  ERR_COUNTERSIGN_NOT_COUNTERSIGN: notThere,
  ERR_COUNTERSIGN_TRUNCATED: notThere,
  ERR_COUNTERSIGN_SERVER_KEY:
    "Another server answers there, or somebody in between; nothing was told to it, not even your name. If the server has " +
    "a new key, get its public half anew, by a way that can be trusted.",
  ERR_COUNTERSIGN_AUTHENTICATION:
    "A name gets its key where the server runs: pnpm demo chat add NAME, or its password: add NAME --password.",
  ERR_COUNTERSIGN_SUITE: "Choose the server's cipher with --cipher.",
  ERR_COUNTERSIGN_HANDSHAKE: "Is it a chat that runs there, and of this version?",
};
