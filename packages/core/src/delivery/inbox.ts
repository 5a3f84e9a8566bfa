import { PeerError } from "../errors.ts";
import { minMessagePartBytes } from "../wire.ts";
import type { Arrival } from "./arrival.ts";
import { ArrivalAssembler } from "./arrival-assembler.ts";

/** Messages on their way in over a reliable link, in frames of a message or a part of one each. */
export class Inbox {
  readonly #assembler: ArrivalAssembler;

  constructor(maxMessageBytes: number) {
    this.#assembler = new ArrivalAssembler(maxMessageBytes);
  }

  /** The last or only part of a message. */
  handleMessage(plaintext: Buffer, start: number, end: number): void {
    this.#assembler.handleMessage(plaintext, start, end);
  }

  /** More of this message follows. */
  handlePart(plaintext: Buffer, start: number, end: number): void {
    if (end - start < minMessagePartBytes) {
      throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer cut a message into too small parts.");
    }
    this.#assembler.handlePart(plaintext, start, end);
  }

  /** The packet's frames were all handled: its messages have arrived. */
  handlePacketEnd(plaintext: Buffer): void {
    this.#assembler.handlePacketEnd(plaintext);
  }

  handleEnd(): void {
    if (this.#assembler.partBytes > 0) {
      throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer closed in the middle of a message.");
    }
  }

  poll(): Arrival | undefined {
    return this.#assembler.poll();
  }
}
