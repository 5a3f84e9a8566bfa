/** What travels on the simulated network. */
export interface Datagram {
  readonly from: string;
  readonly to: string;
  /** Finds the link at a listener: the address its client dialled from. Stands for the route id of a real transport. */
  readonly route: string;
  readonly packet: Uint8Array;
}

/** Where datagrams arrive. The packet is valid during the call only. */
export interface Endpoint {
  receive(datagram: Datagram): void;
}
