/** Where one session is: counters since its start, and what waits in it now. */
export interface SessionStats {
  /** What both ends agreed on: protocol, cipher and hash. */
  readonly suite: string;
  readonly messagesSent: number;
  readonly messagesReceived: number;
  /** Bytes of those messages. */
  readonly bytesSent: number;
  /** Bytes of those messages. */
  readonly bytesReceived: number;
  readonly datagramsSent: number;
  readonly datagramsReceived: number;
  /** Since authentication, as the rest of what counts packets. */
  readonly packetsSent: number;
  /** Authentic ones. */
  readonly packetsReceived: number;
  /** Bytes of those packets: messages with what protects them, without what the transport adds. */
  readonly packetBytesSent: number;
  /** Bytes of those packets. */
  readonly packetBytesReceived: number;
  /** Packets that the peer did not send, or that were changed on the way: they failed to open. From the very start. */
  readonly packetsForged: number;
  /** Packets that had arrived before. */
  readonly packetsReplayed: number;
  /** Packets that are taken for lost; what they carried was sent again. */
  readonly packetsLost: number;
  /** A packet's way to the peer and back, in milliseconds: on a link that loses packets, once one has come back. */
  readonly roundTripMs: number | undefined;
  /** Bytes of the largest packet that may be sent now. */
  readonly maxPacketBytes: number;
  /** How often the key that seals was replaced by the next. */
  readonly sendingKeyRenewals: number;
  /** How often the key that opens was replaced by the next. */
  readonly receivingKeyRenewals: number;
  /** Bytes that wait to be sent. */
  readonly queuedBytes: number;
  /** Bytes of messages that were sent, and are kept until the peer has acknowledged them: on a link that loses packets. */
  readonly unacknowledgedBytes: number;
  /** Bytes of memory held by messages that arrived and were not taken yet, or of which something before is missing. */
  readonly unreadBytes: number;
}

/** What a listening server has to do. */
export interface ServerStats {
  /** Open now. */
  readonly sessions: number;
  /** Clients that are not authenticated yet. */
  readonly halfOpen: number;
  /** First packets of strangers that were nothing this protocol could answer. */
  readonly strangersIgnored: number;
  /** First packets that were answered with a cookie, because of `cookieAboveHalfOpen`. */
  readonly strangersRetried: number;
  /** First packets for which a limit on handshakes or sessions left no room. */
  readonly strangersCrowdedOut: number;
  /** Clients that could not prove who they are. */
  readonly attemptsFailed: number;
}
