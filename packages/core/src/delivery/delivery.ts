import type { Arrival } from "./arrival.ts";

/**
 * Carries messages in frames, with the guarantees of its link: `ordered` on reliable ones. Knows nothing of packets
 * but how many bytes of frames they take.
 */
export interface Delivery {
  /** Bytes taken from the application and not yet written. */
  readonly queuedBytes: number;
  /** Datagrams may have this many bytes. */
  readonly maxDatagramBytes: number;
  /** True: copied. False: large, kept by reference until `pollReleased` names it. */
  send(message: Uint8Array): boolean;
  /** Copies. The caller has seen to room and size. */
  sendDatagram(message: Uint8Array): void;
  /** Bytes of frames that `write` would fill, at most `room`; 0: none now. */
  nextBytes(room: number): number;
  /** Writes frames into packet[at, end) and returns the offset behind them. */
  write(packet: Uint8Array, at: number, end: number): number;
  /** One frame of an authentic packet, its value in plaintext[start, end). Throws PeerError on what may not be. */
  handleFrame(type: number, plaintext: Buffer, start: number, end: number): void;
  /** The frames of a packet have all been handed over. */
  handlePacketEnd(plaintext: Buffer): void;
  /** The peer has said that it is done. Throws PeerError in the middle of a message. */
  handleEnd(): void;
  /** The next messages that have arrived. */
  pollArrival(): Arrival | undefined;
  pollDatagram(): Buffer | undefined;
  /** A message kept by reference that is now written. */
  pollReleased(): Uint8Array | undefined;
}
