import type { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";
import type { Peer } from "../authenticator.ts";
import type { SessionStats } from "../observation/stats.ts";
import type { Message } from "./message.ts";

export interface SessionEvents {
  /** A message that has arrived. Listening takes the session's messages, as an iteration would. */
  message: [message: Buffer];
  datagram: [datagram: Buffer];
  /** It is over; `error` is undefined after a proper close. The last event. */
  close: [error: Error | undefined];
}

/**
 * An authenticated, encrypted connection to one peer. Messages arrive whole, once and in order. They come out once: by
 * iteration, by `batches`, by `stream` or by a "message" listener; a second consumer throws ERR_COUNTERSIGN_CONSUMED.
 * A message is a view of its packet: copy it before keeping it long, it keeps up to 128 KiB alive,
 * and before transferring it to a worker, since others lie in the same memory.
 */
export interface Session extends EventEmitter<SessionEvents>, AsyncIterable<Buffer, undefined>, AsyncDisposable {
  /** Who is at the other end. */
  readonly peer: Peer;
  /**
   * 32 secret bytes of this session, known to both ends only: a channel binding (RFC 5056) for protocols above. No
   * property of the object, so that who logs a session does not log them.
   */
  readonly binding: Buffer;
  /** The peer's address, for people to read. */
  readonly remoteAddress: string;
  /** Bytes that `send` would take at once; 0 or less: await its promise. */
  readonly room: number;
  /** Largest message the peer accepts, in bytes. */
  readonly maxMessageBytes: number;
  /** Largest datagram that can be sent, in bytes. */
  readonly maxDatagramBytes: number;
  /**
   * Sends one message. The promise resolves when there is room again, and the bytes may then be reused; small messages
   * are copied at once. It may be left unawaited while `room` is above 0. Rejects with ERR_COUNTERSIGN_CLOSED after a
   * close, otherwise with what ended the session. Throws UsageError on what is no message or is larger than the peer
   * accepts.
   */
  send(message: Message): Promise<void>;
  /**
   * Sends one unreliable datagram: it arrives whole or not at all, in any order. False: dropped, there is no room.
   * Throws UsageError on one larger than `maxDatagramBytes`.
   */
  sendDatagram(message: Message): boolean;
  /** Ends when the peer has closed; throws what ended the session otherwise. Breaking out leaves the session open. */
  [Symbol.asyncIterator](): AsyncIterator<Buffer, undefined>;
  /** All messages that have arrived, as one array a turn: the fast way for many small messages. */
  batches(): AsyncIterable<readonly Buffer[], undefined>;
  /** The session as a stream of bytes: the boundaries of messages are lost. Ending it closes the session. */
  stream(): Duplex;
  /** Counters since its start, and what waits in it now. They stay after its end. */
  stats(): SessionStats;
  /**
   * Sends nothing more. Resolves when the peer has confirmed that everything sent has arrived. It may still answer and
   * be read, until it has taken all its messages and closed too, which is the end: the "close" event. Rejects with what
   * ends the session before that, ERR_COUNTERSIGN_CLOSE_TIMEOUT after `timeout` milliseconds: the peer is too slow, or
   * so much of what it sent is unread here that its answer cannot be seen.
   */
  close(options?: { readonly timeout?: number }): Promise<void>;
  /** Ends at once and tells the peer; what is not yet sent or not yet taken is lost. `reason` becomes the cause of the error. */
  abort(reason?: unknown): void;
}
