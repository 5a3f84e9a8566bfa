/**
 * A packet in flight: sent, and neither acknowledged nor lost. Its object is used again for another packet later, so
 * nobody keeps it beyond a call.
 */
export interface SentPacket {
  number: number;
  /** When it was sent, in milliseconds. */
  sentAt: number;
  /** Its length, as congestion control counts it; more than 0. */
  bytes: number;
  /** The state of delivery when it was sent (draft-ietf-ccwg-bbr §4.1.2.2): for the congestion controller alone. */
  readonly delivery: DeliverySnapshot;
}

/** What a sender had seen of delivery at some time; bytes, and milliseconds. */
export interface DeliverySnapshot {
  /** Bytes acknowledged in all. */
  deliveredBytes: number;
  deliveredAt: number;
  /** When the first packet of the present sampling interval was sent. */
  firstSentAt: number;
  /** Bytes lost in all. */
  lostBytes: number;
  /** Bytes in flight, this packet included. */
  inFlightBytes: number;
  /** The application gave us too little to send: a sample of the rate says nothing about the path. */
  applicationLimited: boolean;
}
