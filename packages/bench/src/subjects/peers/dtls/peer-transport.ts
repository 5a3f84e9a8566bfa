import type { AddressInfo } from "node:net";

/** What werift-dtls needs of a socket: a way to one peer. */
export class PeerTransport {
  readonly type = "udp";
  readonly address: AddressInfo;
  readonly send: (data: Buffer) => Promise<void>;
  closed = false;
  /** Set by the library. */
  onData: (data: Buffer, from: readonly [string, number]) => void = () => {};

  constructor(address: AddressInfo, send: (data: Buffer) => void) {
    this.address = address;
    this.send = async (data) => send(data);
  }

  receive(data: Buffer): void {
    this.onData(data, [this.address.address, this.address.port]);
  }

  close = async (): Promise<void> => {
    this.closed = true;
  };
}
