import type { Path } from "@countersign/core";
import { formatAddress } from "./address.ts";

/** Where a peer is, or claims to be: the source of a datagram is written by its sender. */
export class UdpPath implements Path {
  readonly address: string;
  /** The transport cannot know. Core proves paths by itself. */
  readonly proven = false;
  readonly host: string;
  readonly port: number;

  constructor(host: string, port: number) {
    this.address = formatAddress(host, port);
    this.host = host;
    this.port = port;
  }

  leadsTo(host: string, port: number): boolean {
    return this.port === port && this.host === host;
  }
}
