import type { SentPacket } from "../sent-packet.ts";
import type { DeliveryRate } from "./delivery-rate.ts";

/** What the acknowledgements of one round told. */
export class RoundTally {
  /** The best sample of the rate, bytes a millisecond; 0: there was none. */
  bestRate = 0;
  /** Milliseconds; Infinity and 0: there was no sample. */
  shortestMs = Number.POSITIVE_INFINITY;
  longestMs = 0;
  /** The application limited some of it, so that low rates say nothing. */
  applicationLimited = false;
  lostBytes = 0;
  #deliveredBytes = 0;
  /** Sums over packets of what was in flight when each was sent, and the number of these packets. */
  #besideLost = 0;
  #lostPackets = 0;
  #besideDelivered = 0;
  #deliveredPackets = 0;

  /** The part of the round's bytes that was lost, 0 to 1. */
  get lossRate(): number {
    return this.lostBytes === 0 ? 0 : this.lostBytes / (this.lostBytes + this.#deliveredBytes);
  }

  /**
   * The packets that were lost had more in flight beside them than those that arrived: some buffer overflowed. Of what
   * is lost at random this is not so, however many there are.
   */
  get lostWhenMore(): boolean {
    if (this.#lostPackets === 0 || this.#deliveredPackets === 0) return false;
    const more = (this.#besideLost * this.#deliveredPackets) / (this.#besideDelivered * this.#lostPackets) - 1;
    // The fewer were lost, the more may be chance.
    return more > chance / Math.sqrt(this.#lostPackets);
  }

  handleAcknowledged({ delivery }: SentPacket): void {
    this.#besideDelivered += delivery.inFlightBytes;
    this.#deliveredPackets++;
  }

  handleLost({ delivery }: SentPacket): void {
    this.#besideLost += delivery.inFlightBytes;
    this.#lostPackets++;
  }

  handleRoundTrip(ms: number): void {
    if (ms < this.shortestMs) this.shortestMs = ms;
    if (ms > this.longestMs) this.longestMs = ms;
  }

  handleDelivered(delivery: DeliveryRate): void {
    this.lostBytes += delivery.newlyLost;
    this.#deliveredBytes += delivery.newlyDelivered;
    if (delivery.newlyDelivered > 0 && delivery.applicationLimited) this.applicationLimited = true;
    if (delivery.rate > this.bestRate) this.bestRate = delivery.rate;
  }

  /** Begins the next round. */
  reset(): void {
    this.bestRate = 0;
    this.shortestMs = Number.POSITIVE_INFINITY;
    this.longestMs = 0;
    this.applicationLimited = false;
    this.lostBytes = 0;
    this.#deliveredBytes = 0;
    this.#besideLost = 0;
    this.#lostPackets = 0;
    this.#besideDelivered = 0;
    this.#deliveredPackets = 0;
  }
}

const chance = 1.5;
