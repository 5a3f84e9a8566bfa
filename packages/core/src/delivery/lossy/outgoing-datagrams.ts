import { frameBytes, writeFrameHead } from "../../packet/frame.ts";
import { FrameType } from "../../wire.ts";

/** Datagrams that wait for the next packets: few, since one that cannot leave soon is better dropped (spec: R-11). */
export class OutgoingDatagrams {
  /** Bytes of their frames. */
  queuedBytes = 0;
  readonly #queue: Buffer[] = [];

  /** Copies. */
  push(datagram: Uint8Array): void {
    this.#queue.push(Buffer.from(datagram));
    this.queuedBytes += frameBytes(datagram.length);
  }

  /**
   * Writes as many as fit into packet[at, end), each in its frame, and returns the offset behind them. One that no packet
   * takes any more, which has room for `largest` bytes of frames, is dropped: packets have become smaller.
   */
  write(packet: Uint8Array, at: number, end: number, largest: number): number {
    let next = at;
    for (let first = this.#queue[0]; first; first = this.#queue[0]) {
      const bytes = frameBytes(first.length);
      if (bytes <= end - next) {
        packet.set(first, writeFrameHead(packet, next, FrameType.datagram, first.length));
        next += bytes;
      } else if (bytes <= largest) return next;
      this.#queue.shift();
      this.queuedBytes -= bytes;
    }
    return next;
  }
}
