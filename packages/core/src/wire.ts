/** What both peers must agree on. Changing anything here is a new version of the protocol (docs/spec/wire.md). */

export const protocolVersion = 1;

/** Largest packet on any link, header and tag included, in bytes. */
export const maxPacketBytes = 2 ** 17;

/** Largest packet a stranger may send, in bytes. */
export const maxStrangerPacketBytes = 4_096;

/** All that a client may send on a reliable link before it is authenticated, in bytes. */
export const maxStrangerBytes = 16_384;

/** A peer that announces less for the largest packet that it takes is taken to mean this, in bytes. */
export const smallestMaxPacketBytes = 1_024;

/** Smallest limit on messages that a peer may announce, in bytes. */
export const minMaxMessageBytes = 1_024;

/** A session ends after so many packets that failed to open, or fewer if the AEAD says so (RFC 9001 §6.6). */
export const maxForgeries = 2 ** 35;

/** First byte of a handshake message. A packet starts with 0 or 1, its epoch. */
export const HandshakeType = {
  hello: 0xc1,
  accept: 0xc2,
  retry: 0xc3,
  reject: 0xc4,
  keyRequest: 0xc5,
  keys: 0xc6,
  fragment: 0xc7,
} as const;

/** HELLO on a link whose paths are not proven is padded to this many bytes, against amplification. */
export const paddedHelloBytes = 1_200;

/** KEYREQ, on every link, and KEYS at most: no answer to it is longer. */
export const keyRequestBytes = 1_200;

/** So many RETRYs a client follows in one attempt. */
export const maxRetries = 3;

export const clientIdBytes = 8;
export const cookieBytes = 32;
export const keyHintBytes = 8;
export const challengeBytes = 32;
export const nonceBytes = 12;

/** Why a server does not answer HELLO with ACCEPT. Sent in the clear: a hint, where anyone can forge it. */
export const RejectCode = { version: 1, suite: 2, serverKey: 3, busy: 4, handshake: 5 } as const;

/** Transport parameters inside HELLO and ACCEPT. Unknown ones are ignored. */
export const Parameter = {
  padding: 0,
  versions: 1,
  suites: 2,
  maxMessage: 3,
  initialMaxData: 4,
  maxDatagram: 5,
  maxPacket: 6,
  idle: 7,
  offers: 8,
  challenge: 9,
} as const;

/** First byte of a frame inside a packet. Unknown ones are a protocol error. */
export const FrameType = {
  padding: 0x00,
  ping: 0x01,
  ack: 0x02,
  auth: 0x03,
  stream: 0x04,
  message: 0x05,
  datagram: 0x06,
  maxData: 0x07,
  pathChallenge: 0x08,
  pathResponse: 0x09,
  fin: 0x0a,
  close: 0x0b,
  serverKeys: 0x0c,
  messagePart: 0x0d,
  received: 0x0e,
} as const;

/** First byte of an authentication message inside AUTH frames. */
export const AuthMessage = { begin: 1, continue: 2, welcome: 3 } as const;

export const maxAuthSteps = 8;
export const maxAuthMessageBytes = 4_096;

/** Packets of epoch 0 are padded to multiples of this, so that their size does not tell the name. */
export const authPaddingBytes = 256;

/** Why a session ends. Only `done` is a proper close. */
export const CloseCode = {
  done: 0,
  authentication: 1,
  protocol: 2,
  limit: 3,
  aborted: 4,
  mechanism: 5,
  /** The close took too long: everything may not have arrived here. Lossy links only. */
  incomplete: 6,
} as const;

/** Packets under one key at most: a power of two. A suite whose AEAD admits fewer uses the next lower power. */
export const packetsPerKey = 2 ** 20;

/** Packets a receiver on a lossy link remembers behind the newest (RFC 6479). */
export const replayWindowPackets = 8_192;

/** A part of a message that is not its last has at least this many bytes, so that parts are worth their keeping. */
export const minMessagePartBytes = 256;

/** A packet on a lossy link that asks to be acknowledged is, after so many milliseconds at most. */
export const maxAckDelayMs = 5;

/** Ranges of packet numbers that an ACK frame names at most. */
export const maxAckRanges = 32;
