import type { Arrival } from "./arrival.ts";

/**
 * Carries messages and datagrams in frames, with the guarantees of its link: what the application's side of it is. What
 * the packets' side is depends on the link.
 */
export interface Delivery {
  /** Bytes taken from the application and not yet sent. */
  readonly queuedBytes: number;
  /** Datagrams may have this many bytes now. */
  readonly maxDatagramBytes: number;
  /** True: copied. False: large, kept by reference until `pollReleased` names it. */
  send(message: Uint8Array): boolean;
  /** Copies; the caller has seen to the size. False: dropped, since the network does not take it now. */
  sendDatagram(message: Uint8Array): boolean;
  /** The application does (not) take what arrives. */
  setReading(reading: boolean): void;
  /** The next messages that have arrived. */
  pollArrival(): Arrival | undefined;
  pollDatagram(): Buffer | undefined;
  /** A message kept by reference that is no longer needed. */
  pollReleased(): Uint8Array | undefined;
}
