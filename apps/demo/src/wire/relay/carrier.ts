import type { Direction } from "../protocol.ts";
import type { Ports } from "./capture.ts";

/** Takes what arrives at a carrier. */
export interface CarrierSink {
  /** A packet with its framing, which is the sink's from now on. */
  handlePacket(direction: Direction, bytes: Buffer): void;
  /** Nothing more comes in this direction: TCP's end of a stream. */
  handleEnd(direction: Direction): void;
}

/** Sockets between one client and the server. */
export interface Carrier extends AsyncDisposable {
  /** Dial this instead of the server. */
  readonly address: string;
  /** Where the server sees its client, and itself. */
  readonly ports: Ports;
  /** Sends bytes on the last stretch to their receiver. */
  deliver(direction: Direction, bytes: Uint8Array): void;
  /** Ends the stream in this direction. */
  end(direction: Direction): void;
}

/** A carrier of datagrams, which belong to no connection. */
export interface DatagramCarrier extends Carrier {
  /** Speaks to the server from another port from now on, as a NAT does that has forgotten its client. */
  move(): Promise<void>;
  /** A port that is neither the client's nor the server's; tells what comes back to it. */
  openElsewhere(answered: (datagram: Buffer) => void): Promise<Elsewhere>;
}

interface Elsewhere {
  readonly port: number;
  deliver(direction: Direction, bytes: Uint8Array): void;
}
