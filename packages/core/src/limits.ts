/** Our own limits: each side may set them as it likes. What peers must agree on stands in `wire.ts`. */
export interface Limits {
  /** Largest message accepted, in bytes. The peer is told, and refuses to send a larger one. */
  readonly maxMessageBytes: number;
  /** Bytes that may wait to be sent before `send` asks to wait. */
  readonly sendBufferBytes: number;
  /** Bytes of messages that may wait for the application before the link is paused. */
  readonly receiveBufferBytes: number;
  /** Bytes of messages that the peer may send beyond those that were delivered, on a link that loses packets. */
  readonly windowBytes: number;
  /** From the link's opening to an authenticated peer, in milliseconds. */
  readonly handshakeTimeoutMs: number;
  /** Silence after which the peer is taken for dead, in milliseconds; 0: never. The peer keeps it alive by itself. */
  readonly idleTimeoutMs: number;
  /** Time `close` gives the peer to confirm, in milliseconds. */
  readonly closeTimeoutMs: number;
  /** No refusal is sent earlier after an attempt began, in milliseconds, so that its time tells nothing. */
  readonly refusalFloorMs: number;
  /** Handshakes of strangers a listener keeps open at once. */
  readonly maxHalfOpen: number;
  /**
   * With so many open, a listener on a lossy link has strangers prove their address before it does any work for them;
   * 0: always. That costs them a round trip, and makes a flood from forged addresses harmless.
   */
  readonly cookieAboveHalfOpen: number;
  /** Of those handshakes so many from one address: an IPv4 address, or the /64 of an IPv6 one. */
  readonly maxHalfOpenPerAddress: number;
  /** Handshakes an address may begin each second, on average, and twice as many at once; 0: as many as it likes. */
  readonly handshakesPerSecondPerAddress: number;
  /** Sessions a listener has at once, those counted whose handshake is under way. */
  readonly maxSessions: number;
  /** Failed attempts to authenticate under one name before the next has to wait; from one address, four times as many. */
  readonly freeFailures: number;
  /** Longest time that an attempt waits because others failed, in milliseconds; 0: none ever waits. */
  readonly maxFailureDelayMs: number;
}

/** Largest packet accepted from an authenticated peer, in bytes. */
export const receivePacketBytes = 2 ** 17;

/** Largest datagram accepted, in bytes. */
export const maxDatagramBytes = 32 * 1024;

export const defaultLimits: Limits = {
  maxMessageBytes: 16 * 1024 * 1024,
  sendBufferBytes: 1024 * 1024,
  receiveBufferBytes: 1024 * 1024,
  windowBytes: 8 * 1024 * 1024,
  handshakeTimeoutMs: 10_000,
  idleTimeoutMs: 60_000,
  closeTimeoutMs: 5_000,
  refusalFloorMs: 250,
  maxHalfOpen: 1_000,
  cookieAboveHalfOpen: 100,
  maxHalfOpenPerAddress: 100,
  handshakesPerSecondPerAddress: 100,
  maxSessions: 10_000,
  freeFailures: 5,
  maxFailureDelayMs: 5_000,
};
