import { maxAckDelayMs, maxAckRanges } from "../../wire.ts";
import { ackFrameBytes, writeAckFrame } from "./ack-frame.ts";
import { RangeSet } from "./range-set.ts";

/** What we owe the peer: which of its packets have come, and when it has to be told (spec: R-5). */
export class Acknowledgements {
  readonly #received = new RangeSet();
  #largest = -1;
  #largestAt = 0;
  /** Of the packets that came since the peer was told. */
  #lowestUntold = Number.POSITIVE_INFINITY;
  /** Packets that ask to be acknowledged: in all, and since the peer was told. */
  #asked = 0;
  #waiting = 0;
  #firstWaitingAt = 0;
  #outOfOrder = false;
  #atTurnEnd = false;

  /** The largest packet number that has come, which the next frame names; -1: none. */
  get largest(): number {
    return this.#largest;
  }

  /** Something that asks to be acknowledged is not: a packet that goes anyway should carry an ACK frame. */
  get owed(): boolean {
    return this.#waiting > 0;
  }

  /**
   * An authentic packet, with a number that never came before, has been opened and its frames handled. `eliciting`: it
   * asks to be acknowledged; `atOnce`: at the end of the turn.
   */
  handlePacket(number: number, eliciting: boolean, atOnce: boolean, now: number): void {
    // Remembered for the next packet that asks, since one that does not may be the one to show a gap.
    if (number !== this.#largest + 1) this.#outOfOrder = true;
    if (number > this.#largest) {
      this.#largest = number;
      this.#largestAt = now;
    }
    if (number < this.#lowestUntold) this.#lowestUntold = number;
    this.#received.add(number, number + 1);
    if (this.#received.count > maxAckRanges) this.#received.removeLowest();
    if (eliciting) this.#handleAsking(atOnce, now);
  }

  /** At the end of a turn, or when `nextTimeout` has come: the peer is to be told now, in a packet for this if need be. */
  due(now: number): boolean {
    return this.owed && (this.#atTurnEnd || now >= this.#firstWaitingAt + maxAckDelayMs);
  }

  nextTimeout(): number | undefined {
    return this.owed ? this.#firstWaitingAt + maxAckDelayMs : undefined;
  }

  /** Bytes of the whole frame that `write` would write now; 0 while no packet has come. */
  frameBytes(now: number): number {
    return this.#largest < 0 ? 0 : ackFrameBytes(this.#received, this.#delay(now));
  }

  /** Writes the whole ACK frame at packet[at] and returns the offset behind it: the peer counts as told. */
  write(packet: Uint8Array, at: number, now: number): number {
    this.#waiting = 0;
    this.#atTurnEnd = false;
    this.#lowestUntold = Number.POSITIVE_INFINITY;
    return writeAckFrame(packet, at, this.#received, this.#delay(now));
  }

  /**
   * The peer has acknowledged a packet of ours with an ACK frame whose largest number was `largest`: it need not be
   * told again what lies at or below it (RFC 9000 §13.2.4), except for what came since.
   */
  handleAcknowledged(largest: number): void {
    this.#received.removeBelow(Math.min(largest + 1, this.#lowestUntold, this.#largest));
  }

  #handleAsking(atOnce: boolean, now: number): void {
    this.#asked++;
    if (this.#waiting++ === 0) this.#firstWaitingAt = now;
    const mostWaiting = this.#asked <= earlyPackets ? mostWaitingEarly : mostWaitingLater;
    if (atOnce || this.#outOfOrder || this.#waiting >= mostWaiting) this.#atTurnEnd = true;
    this.#outOfOrder = false;
  }

  /** Of an acknowledgement written now, in whole microseconds. */
  #delay(now: number): number {
    return Math.max(0, Math.round((now - this.#largestAt) * 1_000));
  }
}

// A sender that starts wants to hear often; one that runs, seldom enough that acknowledgements cost little.
const earlyPackets = 100;
const mostWaitingEarly = 2;
const mostWaitingLater = 16;
