import { LinkError, PeerError } from "../errors.ts";
import { quoted } from "../shown.ts";
import { CloseCode } from "../wire.ts";
import type { SessionConfig } from "./config.ts";
import type { Overdue } from "./liveness.ts";

export function forgedPacket(): PeerError {
  return new PeerError(
    "ERR_COUNTERSIGN_FORGED_PACKET",
    "A packet was changed on the way, or was not sent by the peer.",
  );
}

export function notCountersign(): PeerError {
  return new PeerError("ERR_COUNTERSIGN_NOT_COUNTERSIGN", "What answered does not speak this protocol.");
}

export function notOffered(mechanism: string, offers: readonly string[]): PeerError {
  return new PeerError(
    "ERR_COUNTERSIGN_MECHANISM",
    `The server does not offer the authentication mechanism "${mechanism}", but ${named(offers)}.`,
  );
}

function named(mechanisms: readonly string[]): string {
  return mechanisms.map(quoted).join(", ") || "none at all";
}

export function tooMuchFromStranger(): PeerError {
  return new PeerError("ERR_COUNTERSIGN_LIMIT", "The client sent too much before it was authenticated.");
}

export function truncated(established: boolean, cause: Error | undefined): LinkError {
  const what = established
    ? "The link ended without a close: what the peer sent last may be missing."
    : "The link ended during the handshake.";
  return new LinkError("ERR_COUNTERSIGN_TRUNCATED", what, { cause });
}

/** `suspicion`: unauthenticated news that may be the reason. A server's REJECT gives the error its code. */
export function overdueError(overdue: Exclude<Overdue, undefined>, suspicion: Error | undefined): Error {
  if (overdue === "idle") {
    return new LinkError("ERR_COUNTERSIGN_IDLE_TIMEOUT", "Nothing was heard from the peer for the idle time limit.");
  }
  const timeout = new LinkError("ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT", "The handshake took too long.", {
    cause: suspicion,
  });
  if (!(suspicion instanceof PeerError)) return timeout;
  const doubt = "So it was answered, by whoever it was, until the time was up.";
  return new PeerError(suspicion.code, `${suspicion.message} ${doubt}`, { cause: timeout });
}

export function closeTimeout(): LinkError {
  return new LinkError("ERR_COUNTERSIGN_CLOSE_TIMEOUT", "The peer did not confirm the close, or close too, in time.");
}

function mechanismRefused(config: SessionConfig): PeerError {
  const ours = config.role === "server" ? config.authenticators : [config.authenticator];
  return new PeerError(
    "ERR_COUNTERSIGN_MECHANISM",
    `The peer refuses ${named(ours.map(({ mechanism }) => mechanism))}, which we use to authenticate.`,
  );
}

/** What the peer is told of an error that it caused. */
export function closeCodeOf(error: Error): number {
  const { code } = error as Partial<PeerError>;
  if (code === "ERR_COUNTERSIGN_MECHANISM") return CloseCode.mechanism;
  return code === "ERR_COUNTERSIGN_LIMIT" ? CloseCode.limit : CloseCode.protocol;
}

/** What a CLOSE that is no proper one means to the side that receives it. */
export function closeError(code: number, config: SessionConfig): PeerError {
  const { role } = config;
  switch (code) {
    case CloseCode.authentication:
      return role === "client"
        ? new PeerError("ERR_COUNTERSIGN_AUTHENTICATION", "The server refused this name, or the key for it.")
        : new PeerError("ERR_COUNTERSIGN_AUTHENTICATION", "The client says that we hold another shared key.");
    case CloseCode.mechanism:
      return mechanismRefused(config);
    case CloseCode.limit:
      return new PeerError("ERR_COUNTERSIGN_LIMIT", "The peer says that we exceeded one of its limits.");
    case CloseCode.protocol:
      return new PeerError("ERR_COUNTERSIGN_PEER_ABORTED", "The peer says that we broke the protocol.");
    default:
      return new PeerError("ERR_COUNTERSIGN_PEER_ABORTED", "The peer ended the session without closing it.");
  }
}
