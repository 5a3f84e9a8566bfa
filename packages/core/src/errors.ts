/**
 * Every error this project throws names its culprit by its class and its cause by a stable `code`.
 * The wording of messages may change in any release; codes only in a major one.
 */
export abstract class CountersignError extends Error {
  abstract readonly code: ErrorCode;
  /** True: the same call may succeed later without any change (the peer was busy, the path broke). */
  readonly retryable: boolean = false;
}

/** You: the caller's mistake, to be mended in the code or the configuration. */
export class UsageError extends CountersignError {
  override readonly name = "UsageError";
  readonly code: UsageErrorCode;

  constructor(code: UsageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Them: the peer broke the protocol, was refused, or refused us. Never trusted: it may be an attack. */
export class PeerError extends CountersignError {
  override readonly name = "PeerError";
  readonly code: PeerErrorCode;
  override readonly retryable: boolean;

  constructor(code: PeerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryable = code === "ERR_COUNTERSIGN_BUSY";
  }
}

/** The road: the path between the two broke, or took too long. Worth another try, except to listen. */
export class LinkError extends CountersignError {
  override readonly name = "LinkError";
  readonly code: LinkErrorCode;
  override readonly retryable: boolean;

  constructor(code: LinkErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryable = code !== "ERR_COUNTERSIGN_LISTEN";
  }
}

export type UsageErrorCode =
  /** An option or argument has the wrong type or is out of range. */
  | "ERR_COUNTERSIGN_INVALID_ARGUMENT"
  /** An address is not of the form the transport takes. */
  | "ERR_COUNTERSIGN_INVALID_ADDRESS"
  /** A shared key, a password or another secret is missing (an unset environment variable, say). */
  | "ERR_COUNTERSIGN_NO_KEY"
  /** A shared key or another secret is no encoding of at least 32 bytes. */
  | "ERR_COUNTERSIGN_WEAK_KEY"
  /** A key file is missing, unreadable, of another kind, or its passphrase is wrong. */
  | "ERR_COUNTERSIGN_KEY_FILE"
  /** A password's verifier is malformed, or has fewer than 4,096 iterations. */
  | "ERR_COUNTERSIGN_VERIFIER"
  /** A password file is missing, unreadable, wrong in some line, or locked for long. */
  | "ERR_COUNTERSIGN_PASSWORD_FILE"
  /** A server's key is not known, and the options do not allow a first contact with a client that authenticates so. */
  | "ERR_COUNTERSIGN_UNKNOWN_SERVER"
  /** A message is larger than the peer accepts, or than an envelope may be. */
  | "ERR_COUNTERSIGN_MESSAGE_TOO_LARGE"
  /** The session's messages already have a consumer. */
  | "ERR_COUNTERSIGN_CONSUMED"
  /** The session or server was closed before this call. */
  | "ERR_COUNTERSIGN_CLOSED";

export type PeerErrorCode =
  /** What answered does not speak this protocol at all. */
  | "ERR_COUNTERSIGN_NOT_COUNTERSIGN"
  /** The peer speaks other versions of the protocol; the message names them. */
  | "ERR_COUNTERSIGN_VERSION"
  /** The peer uses other cipher suites; the message names them. */
  | "ERR_COUNTERSIGN_SUITE"
  /** The server does not hold the private half of the public key the client was given, or nobody confirmed its key. */
  | "ERR_COUNTERSIGN_SERVER_KEY"
  /** A handshake message was forged or changed, or the two sides disagree on the application's name. */
  | "ERR_COUNTERSIGN_HANDSHAKE"
  /** The server does not offer the client's authentication mechanism; the message names those it does. */
  | "ERR_COUNTERSIGN_MECHANISM"
  /** The client or the server could not prove who it is. */
  | "ERR_COUNTERSIGN_AUTHENTICATION"
  /** The server has no room for another stranger now. */
  | "ERR_COUNTERSIGN_BUSY"
  /** A packet on a reliable link was forged or changed. */
  | "ERR_COUNTERSIGN_FORGED_PACKET"
  /** An authenticated peer sent what the protocol does not allow. */
  | "ERR_COUNTERSIGN_PROTOCOL"
  /** The peer exceeded a limit: a message, a packet, a queue. */
  | "ERR_COUNTERSIGN_LIMIT"
  /** An envelope was changed or cut off, or sealed for another key or with another context. */
  | "ERR_COUNTERSIGN_ENVELOPE"
  /** The peer ended the session without closing it properly, and said so. */
  | "ERR_COUNTERSIGN_PEER_ABORTED";

export type LinkErrorCode =
  /** No link could be opened; `cause` says why. */
  | "ERR_COUNTERSIGN_CONNECT"
  /** The transport could not listen; `cause` says why. */
  | "ERR_COUNTERSIGN_LISTEN"
  /** Opening the link took too long. */
  | "ERR_COUNTERSIGN_CONNECT_TIMEOUT"
  /** The handshake took too long. */
  | "ERR_COUNTERSIGN_HANDSHAKE_TIMEOUT"
  /** Nothing was heard from the peer for the idle time limit. */
  | "ERR_COUNTERSIGN_IDLE_TIMEOUT"
  /** The peer did not confirm the close in time: what was sent last may be lost. */
  | "ERR_COUNTERSIGN_CLOSE_TIMEOUT"
  /** The link ended without a close: what the peer sent last may be missing. */
  | "ERR_COUNTERSIGN_TRUNCATED";

export type ErrorCode = UsageErrorCode | PeerErrorCode | LinkErrorCode | "ERR_COUNTERSIGN_ABORTED";

/** The application ended its own session with `session.abort()`; `cause` is the reason it gave. */
export class AbortedError extends CountersignError {
  override readonly name = "AbortedError";
  readonly code = "ERR_COUNTERSIGN_ABORTED";
}
