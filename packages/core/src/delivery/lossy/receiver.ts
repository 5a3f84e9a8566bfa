import { PeerError } from "../../errors.ts";
import { FrameType } from "../../wire.ts";
import type { Arrival } from "../arrival.ts";
import { DatagramQueue } from "../datagram-queue.ts";
import { Acknowledgements } from "./acknowledgements.ts";
import { IncomingStream } from "./incoming-stream.ts";
import { ReceiveWindow } from "./receive-window.ts";

/** What comes from the peer, and what we owe it for that: acknowledgements, and leave to send more. */
export class Receiver {
  readonly acknowledgements = new Acknowledgements();
  readonly window: ReceiveWindow;
  readonly #incoming: IncomingStream;
  readonly #datagrams = new DatagramQueue();
  /** Of the packet at hand: something in it is not kept, so that it must come again (spec: R-4). */
  #refused = false;

  constructor(windowBytes: number, maxMessageBytes: number) {
    this.window = new ReceiveWindow(windowBytes);
    this.#incoming = new IncomingStream(maxMessageBytes);
  }

  /** The peer's messages are complete. */
  get ended(): boolean {
    return this.#incoming.ended;
  }

  /** And if not, it is only for the application to take them. */
  get complete(): boolean {
    return this.#incoming.complete;
  }

  setReading(reading: boolean): void {
    this.#incoming.reading = reading;
    this.window.setReading(reading, this.#incoming.deliveredBytes);
  }

  /** False: not a frame for the receiver. Throws PeerError on what may not be. */
  handleFrame(type: number, plaintext: Buffer, start: number, end: number, argument: number): boolean {
    switch (type) {
      case FrameType.stream:
        if (argument + end - start > this.window.grantedBytes) throw beyondWindow();
        if (!this.#incoming.handlePiece(plaintext, start, end, argument)) this.#refused = true;
        return true;
      case FrameType.datagram:
        this.#datagrams.push(plaintext, start, end);
        return true;
      case FrameType.fin:
        this.#incoming.handleFinal(argument);
        return true;
      default:
        return false;
    }
  }

  /** Behind the frames of packet `number`. `eliciting`: it is to be acknowledged, `atOnce`: in this turn. */
  handlePacketEnd(plaintext: Buffer, number: number, eliciting: boolean, atOnce: boolean, now: number): void {
    this.#incoming.handlePacketEnd(plaintext);
    if (!this.#refused) this.acknowledgements.handlePacket(number, eliciting, atOnce, now);
    this.#refused = false;
  }

  pollArrival(): Arrival | undefined {
    const arrival = this.#incoming.poll();
    this.window.handleDelivered(this.#incoming.deliveredBytes);
    return arrival;
  }

  pollDatagram(): Buffer | undefined {
    return this.#datagrams.poll();
  }
}

function beyondWindow(): PeerError {
  return new PeerError("ERR_COUNTERSIGN_LIMIT", "The peer sent more than we let it.");
}
