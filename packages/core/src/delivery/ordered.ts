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

  sendDatagram(message: Uint8Array): boolean {
    this.#outbox.push(message, FrameType.datagram);
    return true;
  }

  /** The link itself is paused. */
  setReading(): void {}

  /** Bytes of frames that `write` would fill, at most `room`; 0: none now. */
  nextBytes(room: number): number {
    return this.#outbox.nextBytes(room);
  }

  /** Writes frames into packet[at, end) and returns the offset behind them. */
  write(packet: Uint8Array, at: number, end: number): number {
    return this.#outbox.write(packet, at, end);
  }

  /** One frame of an authentic packet, its value in plaintext[start, end). Throws PeerError on what may not be. */
  handleFrame(type: number, plaintext: Buffer, start: number, end: number): void {
    if (type === FrameType.message) return this.#inbox.handleMessage(plaintext, start, end);
    if (type === FrameType.messagePart) return this.#inbox.handlePart(plaintext, start, end);
    if (type === FrameType.datagram) return this.#datagrams.push(plaintext, start, end);
    throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", `The peer sent a frame of type ${type} after authentication.`);
  }

  /** The frames of a packet have all been handed over. */
  handlePacketEnd(plaintext: Buffer): void {
    this.#inbox.handlePacketEnd(plaintext);
  }

  /** The peer has said that it is done. Throws PeerError in the middle of a message. */
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
