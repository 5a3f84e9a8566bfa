import type { SentPacket } from "../sent-packet.ts";

/**
 * How much the path loses when nobody overfills it. A buffer that overflows stops losing when its senders hold back; a
 * link that loses at random does not. So this counts what was sent while this sender held back, and only if the round
 * trip then showed no queue, since others may have filled one.
 */
export class RandomLoss {
  /** 0 to 1, smoothed. */
  rate = 0;
  #from = Number.POSITIVE_INFINITY;
  #until = Number.POSITIVE_INFINITY;
  #lostBytes = 0;
  #deliveredBytes = 0;
  #longestMs = 0;
  #open = false;

  /** Packets sent after `now` count. */
  open(now: number): void {
    this.#from = now;
    this.#until = Number.POSITIVE_INFINITY;
    this.#lostBytes = 0;
    this.#deliveredBytes = 0;
    this.#longestMs = 0;
    this.#open = true;
  }

  /** Packets sent after `now` no longer count; what becomes of the earlier ones still does. */
  close(now: number): void {
    if (!this.#open) return;
    this.#until = now;
    this.#open = false;
  }

  handleAcknowledged({ sentAt, bytes }: SentPacket): void {
    if (sentAt > this.#from && sentAt <= this.#until) this.#deliveredBytes += bytes;
  }

  handleLost({ sentAt, bytes }: SentPacket): void {
    if (sentAt > this.#from && sentAt <= this.#until) this.#lostBytes += bytes;
  }

  handleRoundTrip(ms: number): void {
    if (this.#open && ms > this.#longestMs) this.#longestMs = ms;
  }

  /** By now it is known what became of all that counts. `minRoundTripMs`: the path's without a queue. */
  learn(minRoundTripMs: number): void {
    const bytes = this.#lostBytes + this.#deliveredBytes;
    this.#from = Number.POSITIVE_INFINITY;
    if (bytes === 0) return;
    const difference = this.#lostBytes / bytes - this.rate;
    const queue = this.#longestMs > minRoundTripMs * queueFrom + 1;
    if (difference > 0 && queue) return;
    this.rate += difference / (this.rate === 0 ? 2 : 8);
  }

  reset(): void {
    this.rate = 0;
    this.#from = Number.POSITIVE_INFINITY;
    this.#open = false;
  }
}

const queueFrom = 1.1;
