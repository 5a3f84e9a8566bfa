import type { SentPacket } from "../sent-packet.ts";

/**
 * Samples of the rate at which the path delivers (draft-ietf-ccwg-bbr §4.1): what was delivered between the sending of
 * a packet and its acknowledgement, over the longer of the times in which it was sent and in which it was acknowledged.
 * The longer one, since acknowledgements come in bunches, and since a peer may acknowledge before it has received: no
 * sample is above the rate at which we sent.
 */
export class DeliveryRate {
  /** Bytes delivered, and taken for lost, in all. */
  deliveredBytes = 0;
  lostBytes = 0;
  /** Bytes that `end` found newly delivered, and newly lost. */
  newlyDelivered = 0;
  newlyLost = 0;
  /** The sample of the last `end`: bytes a millisecond; 0: there was none. */
  rate = 0;
  /** Whether the application limited it. */
  applicationLimited = false;
  /** What had been delivered when the newest packet of this acknowledgement was sent. */
  priorDelivered = -1;

  #deliveredAt = 0;
  #firstSentAt = 0;
  #limitedUntil = -1;
  #priorLost = 0;
  #priorTotal = 0;
  #priorDeliveredAt = 0;
  #sendElapsed = 0;
  #newestSentAt = Number.NEGATIVE_INFINITY;

  handleSent(packet: SentPacket, inFlightBytes: number, now: number): void {
    if (inFlightBytes <= packet.bytes) {
      this.#firstSentAt = now;
      this.#deliveredAt = now;
    }
    const { delivery } = packet;
    delivery.deliveredBytes = this.deliveredBytes;
    delivery.deliveredAt = this.#deliveredAt;
    delivery.firstSentAt = this.#firstSentAt;
    delivery.lostBytes = this.lostBytes;
    delivery.inFlightBytes = inFlightBytes;
    delivery.applicationLimited = this.#limitedUntil >= 0;
  }

  handleAcknowledged(packet: SentPacket, now: number): void {
    const { delivery } = packet;
    this.deliveredBytes += packet.bytes;
    this.#deliveredAt = now;
    if (delivery.deliveredBytes < this.priorDelivered || packet.sentAt < this.#newestSentAt) return;
    this.priorDelivered = delivery.deliveredBytes;
    this.applicationLimited = delivery.applicationLimited;
    this.#priorDeliveredAt = delivery.deliveredAt;
    this.#sendElapsed = packet.sentAt - delivery.firstSentAt;
    this.#newestSentAt = packet.sentAt;
    this.#firstSentAt = packet.sentAt;
  }

  handleLost(packet: SentPacket): void {
    this.lostBytes += packet.bytes;
  }

  /**
   * Everything of one acknowledgement or time-out was told. A sample over less than `minRoundTripMs` is thrown away:
   * it is of acknowledgements that bunched (§4.1.2.3).
   */
  end(now: number, minRoundTripMs: number): void {
    this.newlyDelivered = this.deliveredBytes - this.#priorTotal;
    this.newlyLost = this.lostBytes - this.#priorLost;
    this.#priorTotal = this.deliveredBytes;
    this.#priorLost = this.lostBytes;
    this.rate = 0;
    if (this.newlyDelivered === 0) return;
    if (this.deliveredBytes > this.#limitedUntil) this.#limitedUntil = -1;
    const interval = Math.max(this.#sendElapsed, now - this.#priorDeliveredAt);
    if (interval > 0 && interval >= minRoundTripMs) this.rate = (this.deliveredBytes - this.priorDelivered) / interval;
  }

  /** Until what is in flight has arrived, samples say nothing about the path (§4.1.2.4). */
  handleIdle(inFlightBytes: number): void {
    this.#limitedUntil = this.deliveredBytes + inFlightBytes;
  }
}
