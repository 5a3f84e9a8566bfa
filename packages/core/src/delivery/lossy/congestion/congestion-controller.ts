import type { SentPacket } from "../sent-packet.ts";

/**
 * Says how much may be in flight, and how fast it may leave. One for each path: a new path gets a new controller.
 * Calls come in the order of what happened; those of one ACK frame or time-out end with `handleEnd`.
 */
export interface CongestionController {
  /** Bytes that may be in flight. */
  readonly windowBytes: number;
  /** Bytes a millisecond at which packets may leave; Infinity: as fast as the window lets them. */
  readonly pacingRate: number;
  /** Bytes that may leave at once, however long the pacer has slept: what keeps coarse timers from limiting a sender. */
  readonly burstBytes: number;
  /** This packet is now in flight, among `inFlightBytes` with itself. Fills its `delivery`. */
  handleSent(packet: SentPacket, inFlightBytes: number, now: number): void;
  /** This packet has arrived. */
  handleAcknowledged(packet: SentPacket, now: number): void;
  /** This packet is taken for lost. */
  handleLost(packet: SentPacket, now: number): void;
  /** Everything that one ACK frame or one time-out said was told. */
  handleEnd(outcome: RecoveryOutcome): void;
  /** Nothing has arrived for so long that what is known of the path is worthless (RFC 9002 §7.6). */
  handlePersistentCongestion(): void;
  /** There is nothing to send, although the window would take it. */
  handleIdle(inFlightBytes: number): void;
}

/** What has become of packets in flight. */
export interface RecoveryOutcome {
  readonly now: number;
  /** Bytes still in flight. */
  readonly inFlightBytes: number;
  /** The round trip of the newest packet acknowledged, in milliseconds, if this was an ACK that told one. */
  readonly roundTripMs: number | undefined;
  /** Bytes of the packets that are sent now: window and steps are multiples of it. */
  readonly packetBytes: number;
}
