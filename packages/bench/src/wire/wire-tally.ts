export type Towards = "server" | "client";

/** What went over the wire between a client and its server, without the headers of IP, TCP and UDP. */
export interface WireCount {
  /** From the client to the server. */
  readonly bytesThere: number;
  readonly bytesBack: number;
  /** Datagrams; over TCP the fewest segments of an Ethernet (1,448 bytes) that each flight fits in. */
  readonly packetsThere: number;
  readonly packetsBack: number;
  /** How often the direction changed, the first included: 4 are two round trips. */
  readonly flights: number;
}

/** Counts datagrams, or pieces of a stream. */
export class WireTally {
  readonly #segmentBytes: number | null;
  #bytes = { server: 0, client: 0 };
  #packets = { server: 0, client: 0 };
  #flights = 0;
  #towards: Towards | undefined;
  #flightBytes = 0;

  /** `segmentBytes`: what a stream's flights are divided by; null: each piece is a packet as it is. */
  constructor(segmentBytes: number | null) {
    this.#segmentBytes = segmentBytes;
  }

  push(towards: Towards, bytes: number): void {
    if (towards !== this.#towards) {
      this.#endFlight();
      this.#flights++;
      this.#towards = towards;
    }
    this.#bytes[towards] += bytes;
    if (this.#segmentBytes === null) this.#packets[towards]++;
    else this.#flightBytes += bytes;
  }

  /** What was counted since the last call, or since the beginning. */
  take(): WireCount {
    this.#endFlight();
    const { server: bytesThere, client: bytesBack } = this.#bytes;
    const { server: packetsThere, client: packetsBack } = this.#packets;
    const flights = this.#flights;
    this.#bytes = { server: 0, client: 0 };
    this.#packets = { server: 0, client: 0 };
    this.#flights = 0;
    this.#towards = undefined;
    return { bytesThere, bytesBack, packetsThere, packetsBack, flights };
  }

  #endFlight(): void {
    if (this.#towards && this.#segmentBytes !== null) {
      this.#packets[this.#towards] += Math.ceil(this.#flightBytes / this.#segmentBytes);
    }
    this.#flightBytes = 0;
  }
}
