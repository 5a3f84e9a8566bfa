/** Counters of one session, since its start. */
export interface SessionStats {
  readonly messagesSent: number;
  readonly messagesReceived: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** Packets that the peer did not send, or that were changed on the way. */
  readonly packetsForged: number;
  /** Packets that had arrived before. */
  readonly packetsReplayed: number;
  /** Bytes of the largest packet sent on this path. */
  readonly packetBytes: number;
}
