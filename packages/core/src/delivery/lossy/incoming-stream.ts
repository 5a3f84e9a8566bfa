import { PeerError } from "../../errors.ts";
import type { Arrival } from "../arrival.ts";
import { ArrivalAssembler } from "../arrival-assembler.ts";
import { MessageParser } from "./message-parser.ts";
import { Pieces } from "./pieces.ts";

/**
 * The stream of messages that comes over a lossy link, from pieces in any order (spec: ). The caller sees to
 * its window (spec: R-3), which bounds the memory that early pieces take.
 */
export class IncomingStream {
  /** The stream has been handed on without a gap up to this offset: as messages, or as parts of the next one. */
  deliveredBytes = 0;
  /** The end of the furthest piece. */
  highestBytes = 0;
  readonly #messages: ArrivalAssembler;
  readonly #parser: MessageParser;
  readonly #early = new Pieces();
  /** False: what comes is kept as it is, since messages take more memory than their bytes. */
  reading = true;
  #finalBytes = Number.POSITIVE_INFINITY;

  constructor(maxMessageBytes: number) {
    this.#messages = new ArrivalAssembler(maxMessageBytes);
    this.#parser = new MessageParser(this.#messages);
  }

  /** Bytes of memory that pieces keep alive which came too early. */
  get keptBytes(): number {
    return this.#early.bytes;
  }

  /** Everything up to the final offset has been handed on (spec: R-10). */
  get ended(): boolean {
    return this.deliveredBytes === this.#finalBytes;
  }

  /** Everything up to the final offset is here, though some of it may wait for an application that does not read. */
  get complete(): boolean {
    return this.ended || (this.#early.start === this.deliveredBytes && this.#early.firstEnd === this.#finalBytes);
  }

  /**
   * stream[offset …) = plaintext[start, end). False: not kept, since too many pieces are apart from each other, and its
   * packet must not be acknowledged (spec: R-4). Throws PeerError on data beyond the final offset, on a message that is
   * too large (ERR_COUNTERSIGN_LIMIT), and when the stream ends in the middle of one.
   */
  handlePiece(plaintext: Buffer, start: number, end: number, offset: number): boolean {
    const stop = offset + end - start;
    if (stop > this.#finalBytes) throw protocolError("sent data beyond the end of its stream");
    if (stop > this.highestBytes) this.highestBytes = stop;
    if (stop <= this.deliveredBytes || start === end) return true;
    const known = Math.max(0, this.deliveredBytes - offset);
    if (offset > this.deliveredBytes || !this.reading || this.#early.start === this.deliveredBytes) {
      return this.#early.keep(plaintext, start + known, end, offset + known);
    }
    const early = Math.min(stop, this.#early.start);
    this.#handOn(plaintext, start + known, end - (stop - early));
    return early === stop || this.#early.keep(plaintext, end - (stop - early), end, early);
  }

  /**
   * FIN: the stream's length. Throws PeerError when it is another than before, or less than has come, or in the middle
   * of a message.
   */
  handleFinal(offset: number): void {
    const isKnown = this.#finalBytes !== Number.POSITIVE_INFINITY;
    if (isKnown && offset !== this.#finalBytes) throw protocolError("named two ends of its stream");
    if (offset < this.highestBytes) throw protocolError("named an end of its stream below what it had sent");
    this.#finalBytes = offset;
    if (this.ended) this.#requireWhole();
  }

  /** The packet's frames were all handled: messages have arrived. */
  handlePacketEnd(plaintext: Buffer): void {
    this.#messages.handlePacketEnd(plaintext);
  }

  /** Messages of one packet, or of a part of what was kept. Throws PeerError as `handlePiece` does. */
  poll(): Arrival | undefined {
    for (;;) {
      const arrival = this.#messages.poll();
      if (arrival || !this.reading || this.#early.start !== this.deliveredBytes) return arrival;
      const bytes = this.#early.take();
      this.#handOn(bytes, 0, bytes.length);
      this.#messages.handlePacketEnd(bytes);
    }
  }

  /** plaintext[start, end) goes on where the stream was handed on. */
  #handOn(plaintext: Buffer, start: number, end: number): void {
    this.#parser.parse(plaintext, start, end);
    this.deliveredBytes += end - start;
    if (this.ended) this.#requireWhole();
  }

  #requireWhole(): void {
    if (!this.#parser.isBetweenMessages) throw protocolError("ended its stream in the middle of a message");
  }
}

function protocolError(what: string): PeerError {
  return new PeerError("ERR_COUNTERSIGN_PROTOCOL", `The peer ${what}.`);
}
