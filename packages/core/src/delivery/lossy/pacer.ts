/**
 * Spreads packets over time (RFC 9002 §7.7): a bucket that fills at the controller's rate and that packets empty. It may
 * run into debt by one packet. Bytes, milliseconds.
 */
export class Pacer {
  #level = 0;
  #filledAt = Number.NEGATIVE_INFINITY;
  /** When packets that wait now may leave; Infinity: none waits. */
  #waitsUntil = Number.POSITIVE_INFINITY;
  /** How late the last ones that waited could leave, and until when that is made up for. */
  #lateMs = 0;
  #lateUntil = Number.NEGATIVE_INFINITY;

  /** When the next packet may leave; `now` or earlier: at once. `burstBytes` may leave together. */
  readyAt(rate: number, burstBytes: number, now: number): number {
    if (rate === Number.POSITIVE_INFINITY) return now;
    this.#fill(rate, burstBytes, now);
    if (this.#level > 0) return now;
    // What follows goes out in one go: timers cannot tell shorter times apart.
    const quantum = Math.min(rate * quantumMs, burstBytes);
    this.#waitsUntil = now + Math.max((quantum - this.#level) / rate, shortestWaitMs);
    return this.#waitsUntil;
  }

  handleSent(bytes: number): void {
    this.#level -= bytes;
    this.#waitsUntil = Number.POSITIVE_INFINITY;
  }

  /**
   * What a late timer or a busy process kept from leaving is made up for, packet after packet: the path has had a rest
   * meanwhile, and a sender whose timers are late would otherwise never reach the rate that it is to try.
   */
  #fill(rate: number, burstBytes: number, now: number): void {
    // In one turn nothing is added, and what was made up for is not taken back.
    if (now === this.#filledAt) return;
    const isFirst = this.#filledAt === Number.NEGATIVE_INFINITY;
    const level = isFirst ? burstBytes : this.#level + (now - this.#filledAt) * rate;
    if (now > this.#waitsUntil) {
      this.#lateMs = Math.min(now - this.#waitsUntil, mostLateMs);
      this.#lateUntil = now + this.#lateMs;
      this.#waitsUntil = Number.POSITIVE_INFINITY;
    }
    const lateMs = now <= this.#lateUntil ? this.#lateMs : 0;
    this.#level = Math.min(level, burstBytes + rate * lateMs);
    this.#filledAt = now;
  }
}

const quantumMs = 1;
// Rounding must not make the time to wait none at all.
const shortestWaitMs = 0.01;
const mostLateMs = 25;
