import { PeerError } from "../../errors.ts";
import { FrameType } from "../../wire.ts";
import type { Arrival } from "../arrival.ts";
import type { Delivery } from "../delivery.ts";
import { type AckSink, readAckFrame } from "./ack-frame.ts";
import { Receiver } from "./receiver.ts";
import { Sender, type SenderOptions } from "./sender.ts";

export interface LossyDeliveryOptions extends SenderOptions {
  readonly maxMessageBytes: number;
  /** Bytes that the peer may send beyond what the application was given. */
  readonly windowBytes: number;
  readonly peerMaxDatagramBytes: number;
}

/** Delivery on a lossy link: every message once, whole and in order, whatever the network does (docs/spec/recovery.md). */
export class LossyDelivery implements Delivery, AckSink {
  readonly sender: Sender;
  readonly #receiver: Receiver;
  readonly #options: LossyDeliveryOptions;
  /** Of the packet at hand. */
  #eliciting = false;
  #atOnce = false;
  #now = 0;

  constructor(options: LossyDeliveryOptions) {
    this.#options = options;
    this.#receiver = new Receiver(options.windowBytes, options.maxMessageBytes);
    this.sender = new Sender(options, this.#receiver);
  }

  get queuedBytes(): number {
    return this.sender.stream.unsentBytes + this.sender.datagrams.queuedBytes;
  }

  get maxDatagramBytes(): number {
    const room = this.sender.packetBytes - this.#options.aroundBytes - datagramHeadBytes;
    return Math.min(room, this.#options.peerMaxDatagramBytes);
  }

  /** The peer's messages are complete. */
  get ended(): boolean {
    return this.#receiver.ended;
  }

  /** And if not, it is only for the application to take them. */
  get complete(): boolean {
    return this.#receiver.complete;
  }

  send(message: Uint8Array): boolean {
    return this.sender.stream.push(message);
  }

  sendDatagram(message: Uint8Array): boolean {
    if (message.length > this.sender.datagramRoomBytes) return false;
    this.sender.datagrams.push(message);
    return true;
  }

  setReading(reading: boolean): void {
    this.#receiver.setReading(reading);
  }

  /** One frame of an authentic packet, its value in plaintext[start, end). Throws PeerError on what may not be. */
  handleFrame(type: number, plaintext: Buffer, start: number, end: number, argument: number, now: number): void {
    this.#now = now;
    if (type === FrameType.ack) {
      const delayMs = readAckFrame(plaintext, start, end, this);
      return this.sender.recovery.handleAckEnd(delayMs, now);
    }
    this.#eliciting = true;
    if (type === FrameType.ping) this.#atOnce = true;
    else if (type === FrameType.maxData) this.sender.stream.handleCredit(argument);
    else if (!this.#receiver.handleFrame(type, plaintext, start, end, argument)) throw notForLossyLinks(type);
  }

  handleAckRange(smallest: number, largest: number): void {
    this.sender.recovery.handleRange(smallest, largest, this.#now);
  }

  /** An ack-eliciting frame that somebody else sees to. */
  elicit(): void {
    this.#eliciting = true;
    this.#atOnce = true;
  }

  /** Behind the frames of packet `number`. */
  handlePacketEnd(plaintext: Buffer, number: number, now: number): void {
    this.#receiver.handlePacketEnd(plaintext, number, this.#eliciting, this.#atOnce, now);
    this.#eliciting = false;
    this.#atOnce = false;
  }

  pollArrival(): Arrival | undefined {
    return this.#receiver.pollArrival();
  }

  pollDatagram(): Buffer | undefined {
    return this.#receiver.pollDatagram();
  }

  pollReleased(): Uint8Array | undefined {
    return this.sender.stream.pollReleased();
  }
}

function notForLossyLinks(type: number): PeerError {
  return new PeerError("ERR_COUNTERSIGN_PROTOCOL", `The peer sent a frame of type ${type} on a lossy link.`);
}

// One byte of type and two of length, as far as a packet has 16 KiB; larger ones have room to spare.
const datagramHeadBytes = 5;
