/**
 * Spreads packets over time (RFC 9002 §7.7): a bucket that fills at the controller's rate and that packets empty. It may
 * run into debt by one packet. Bytes, milliseconds.
 */
export class Pacer {
  #level = 0;
  #filledAt = Number.NEGATIVE_INFINITY;

  /** When the next packet may leave; `now` or earlier: at once. */
  readyAt(rate: number, packetBytes: number, now: number): number {
    if (rate === Number.POSITIVE_INFINITY) return now;
    this.#fill(rate, packetBytes, now);
    if (this.#level > 0) return now;
    // What follows goes out in one go: timers cannot tell shorter times apart.
    const quantum = Math.min(rate * quantumMs, largestBurst(rate, packetBytes));
    return now + Math.max((quantum - this.#level) / rate, 0.01);
  }

  handleSent(bytes: number): void {
    this.#level -= bytes;
  }

  #fill(rate: number, packetBytes: number, now: number): void {
    const most = largestBurst(rate, packetBytes);
    const level = this.#filledAt === Number.NEGATIVE_INFINITY ? most : this.#level + (now - this.#filledAt) * rate;
    this.#level = Math.min(level, most);
    this.#filledAt = now;
  }
}

/** Bytes that may leave together after a rest: RFC 9002 §7.7 has ten packets, and a late timer is made up for. */
function largestBurst(rate: number, packetBytes: number): number {
  return Math.max(burstPackets * packetBytes, rate * burstMs);
}

const burstPackets = 10;
const burstMs = 3;
const quantumMs = 1;
