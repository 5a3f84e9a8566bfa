import { PeerError } from "../errors.ts";
import { FrameType } from "../wire.ts";
import type { Arrival } from "./arrival.ts";
import { DatagramQueue } from "./datagram-queue.ts";
import type { Delivery } from "./delivery.ts";
import { Inbox } from "./inbox.ts";
import { Outbox } from "./outbox.ts";

/** Delivery on a reliable link: what is written in order arrives in order, and nothing is repeated. */
export class OrderedDelivery implements Delivery {
  readonly maxDatagramBytes: number;
  readonly #outbox: Outbox;
  readonly #inbox: Inbox;
  readonly #datagrams = new DatagramQueue();

  /** `packetRoom`: bytes of frames that a packet takes. */
  constructor(packetRoom: number, maxMessageBytes: number, peerMaxDatagramBytes: number) {
    this.#outbox = new Outbox(packetRoom);
    this.#inbox = new Inbox(maxMessageBytes);
    this.maxDatagramBytes = Math.min(this.#outbox.copyBytes, peerMaxDatagramBytes);
  }

  get queuedBytes(): number {
    return this.#outbox.queuedBytes;
  }

  send(message: Uint8Array): boolean {
    return this.#outbox.push(message, FrameType.message);
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
    if (type === FrameType.message) return this.#inbox.handleMessage(plaintext, start, end);
    if (type === FrameType.messagePart) return this.#inbox.handlePart(plaintext, start, end);
    if (type === FrameType.datagram) return this.#datagrams.push(plaintext, start, end);
    throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", `The peer sent a frame of type ${type} after authentication.`);
  }

  handlePacketEnd(plaintext: Buffer): void {
    this.#inbox.handlePacketEnd(plaintext);
  }

  handleEnd(): void {
    this.#inbox.handleEnd();
  }

  pollArrival(): Arrival | undefined {
    return this.#inbox.poll();
  }

  pollDatagram(): Buffer | undefined {
    return this.#datagrams.poll();
  }

  pollReleased(): Uint8Array | undefined {
    return this.#outbox.pollReleased();
  }
}
