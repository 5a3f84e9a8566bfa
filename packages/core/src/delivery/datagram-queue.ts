import { PeerError } from "../errors.ts";
import { maxDatagramBytes } from "../limits.ts";

/** Datagrams that have arrived and wait for the application. When it is full the oldest goes (spec: D-6). */
export class DatagramQueue {
  readonly #datagrams: Buffer[] = [];

  /** Throws PeerError on a datagram larger than we announced. */
  push(plaintext: Buffer, start: number, end: number): void {
    if (end - start > maxDatagramBytes) {
      throw new PeerError("ERR_COUNTERSIGN_LIMIT", "The peer sent a datagram larger than we take.");
    }
    if (this.#datagrams.length >= maxWaiting) this.#datagrams.shift();
    this.#datagrams.push(Buffer.from(plaintext.subarray(start, end)));
  }

  poll(): Buffer | undefined {
    return this.#datagrams.shift();
  }
}

const maxWaiting = 256;
