import type { Peer } from "../authenticator.ts";
import type { SessionStats } from "./stats.ts";

/**
 * What can be subscribed to by `node:diagnostics_channel`, and the event of each channel. After an opening comes either
 * established or failed, and after established closed, once each. No event holds a key or a part of a message.
 *
 * A channel without subscribers costs nothing, and none is on the way of a message. Subscribers are called at once, in
 * the middle of the session's work, and must not change the event. What one throws becomes an uncaught exception of the
 * process, by Node's own rule; the session goes on.
 */
export interface DiagnosticsChannels {
  /** A client is about to dial, or a server has admitted a client's first message. */
  readonly "countersign:session:opening": SessionOpening;
  /** Both sides are authenticated. */
  readonly "countersign:session:established": SessionEstablished;
  /** No session came of it. With several server keys, each that is tried is an opening of its own. */
  readonly "countersign:session:failed": SessionFailed;
  /** An established session is over. */
  readonly "countersign:session:closed": SessionClosed;
  /** A server turned someone away before any session was opened. */
  readonly "countersign:stranger:refused": StrangerRefused;
  /** A server's transport is in trouble, and goes on. */
  readonly "countersign:server:fault": ServerFault;
}

/** What is known of a session from the start: the same object in all its events, so that it can be a key of a Map. */
export interface ObservedSession {
  readonly role: "client" | "server";
  /** The transport's name: "tcp". */
  readonly transport: string;
  /** Protocol, cipher and hash: "Countersign_1_…". */
  readonly suite: string;
  /** Where the peer is: the address that is dialled, or where the client came from. */
  readonly address: string;
}

export interface SessionOpening {
  readonly session: ObservedSession;
}

export interface SessionEstablished {
  readonly session: ObservedSession;
  readonly peer: Peer;
}

export interface SessionFailed {
  readonly session: ObservedSession;
  readonly error: unknown;
  /** The error's code, for metrics; undefined when it has none: `signal` was aborted for a reason without a code. */
  readonly code: string | undefined;
}

export interface SessionClosed {
  readonly session: ObservedSession;
  readonly peer: Peer;
  /** Undefined after a proper close, and so is `code`. */
  readonly error: Error | undefined;
  readonly code: string | undefined;
  readonly stats: SessionStats;
}

export interface StrangerRefused {
  readonly transport: string;
  /** Where it came from. */
  readonly address: string;
  readonly error: Error;
  readonly code: string | undefined;
}

export interface ServerFault {
  readonly transport: string;
  readonly error: Error;
}
