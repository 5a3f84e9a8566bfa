import type { EventEmitter } from "node:events";
import type { ServerStats } from "../observation/stats.ts";
import type { Session } from "./session.ts";

export interface ServerEvents {
  /** A client is authenticated. Without a listener, sessions wait for the iteration. */
  session: [session: Session];
  /** Someone was turned away; `address` is where from. Who does not speak the protocol is no news on a lossy link. */
  refused: [error: Error, address: string];
  /** The transport is in trouble (too many open files, say) and goes on. */
  fault: [error: Error];
}

/** A listening server: an iteration of sessions, which ends when the server closes. */
export interface Server extends EventEmitter<ServerEvents>, AsyncIterable<Session, undefined>, AsyncDisposable {
  /** The address to connect to, with the real port. */
  readonly address: string;
  /** Sessions that are open now. */
  readonly sessions: ReadonlySet<Session>;
  /** Counters since the start, and what is open now. */
  stats(): ServerStats;
  /**
   * Ends every session of the client with that name, as `session.peer.name` has it, at once, and those that are being authenticated now: for a user who
   * was removed, or changed, in the store before. Its end of the session gets ERR_COUNTERSIGN_PEER_ABORTED. Returns how
   * many sessions were ended.
   */
  disconnect(name: string): number;
  /**
   * Listens no more, ends unfinished handshakes, and closes every session properly; those that take longer than
   * `drain` milliseconds are aborted. Resolves when all have ended.
   */
  close(options?: { readonly drain?: number }): Promise<void>;
}
