import { PeerError, UsageError } from "../../errors.ts";
import { FrameType } from "../../wire.ts";
import { DatagramQueue } from "../datagram-queue.ts";
import type { Delivery } from "../delivery.ts";
import { Outbox } from "../outbox.ts";

/** Delivery on a lossy link without recovery: datagrams arrive or not. Messages need a reliable link. */
export class DatagramsOnly implements Delivery {
  readonly maxDatagramBytes: number;
  readonly #outbox: Outbox;
  readonly #datagrams = new DatagramQueue();

  /** `packetRoom`: bytes of frames that a packet takes. */
  constructor(packetRoom: number, peerMaxDatagramBytes: number) {
    this.#outbox = new Outbox(packetRoom);
    this.maxDatagramBytes = Math.min(this.#outbox.copyBytes, peerMaxDatagramBytes);
  }

  get queuedBytes(): number {
    return this.#outbox.queuedBytes;
  }

  send(): never {
    throw new UsageError(
      "ERR_COUNTERSIGN_LOSSY_LINK",
      "This transport loses packets, and messages need one that does not: use sendDatagram, or a reliable transport.",
    );
  }

  sendDatagram(message: Uint8Array): void {
    this.#outbox.push(message, FrameType.datagram);
  }

  nextBytes(room: number): number {
    return this.#outbox.nextBytes(room);
  }

  write(packet: Uint8Array, at: number, end: number): number {
    return this.#outbox.write(packet, at, end);
  }

  handleFrame(type: number, plaintext: Buffer, start: number, end: number): void {
    if (type === FrameType.datagram) return this.#datagrams.push(plaintext, start, end);
    throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", `The peer sent a frame of type ${type} on a lossy link.`);
  }

  handlePacketEnd(): void {}

  handleEnd(): void {}

  pollArrival(): undefined {
    return undefined;
  }

  pollDatagram(): Buffer | undefined {
    return this.#datagrams.poll();
  }

  pollReleased(): undefined {
    return undefined;
  }
}
