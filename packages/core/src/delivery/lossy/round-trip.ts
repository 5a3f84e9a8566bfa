import { maxAckDelayMs } from "../../wire.ts";

/** The round trip time, estimated (RFC 9002 §5). Milliseconds. */
export class RoundTrip {
  smoothedMs: number;
  variationMs: number;
  minMs = Number.POSITIVE_INFINITY;
  latestMs: number;

  /** `guessMs`: what the handshake took, say (RFC 9002 §6.2.2). */
  constructor(guessMs = initialMs) {
    const boundedMs = Math.min(guessMs, longestGuessMs);
    this.smoothedMs = boundedMs;
    this.variationMs = boundedMs / 2;
    this.latestMs = boundedMs;
  }

  /** No packet has come back yet. */
  get isGuess(): boolean {
    return this.minMs === Number.POSITIVE_INFINITY;
  }

  /** From the sending of a packet to its acknowledgement, which the peer says it held back for `ackDelayMs`. */
  handleSample(latestMs: number, ackDelayMs: number): void {
    this.latestMs = latestMs;
    const isFirst = this.isGuess;
    this.minMs = Math.min(this.minMs, latestMs);
    if (isFirst) {
      this.smoothedMs = latestMs;
      this.variationMs = latestMs / 2;
      return;
    }
    const delay = Math.min(ackDelayMs, maxAckDelayMs);
    const adjusted = latestMs >= this.minMs + delay ? latestMs - delay : latestMs;
    this.variationMs += (Math.abs(this.smoothedMs - adjusted) - this.variationMs) / 4;
    this.smoothedMs += (adjusted - this.smoothedMs) / 8;
  }

  /** Another path: what is known of the old one is no more than a guess. */
  handlePathChange(): void {
    this.minMs = Number.POSITIVE_INFINITY;
  }

  /** A packet is late if one sent after it, and so much before now, has arrived (RFC 9002 §6.1.2). */
  get lossDelayMs(): number {
    return Math.max((9 / 8) * Math.max(this.latestMs, this.smoothedMs), granularityMs);
  }

  /** Silence after which we ask whether anything arrives at all (RFC 9002 §6.2.1). */
  get probeTimeoutMs(): number {
    return this.smoothedMs + Math.max(4 * this.variationMs, granularityMs) + maxAckDelayMs;
  }
}

// RFC 9002 §6.2.2 takes 333 ms before anything is known; the handshake has told us that the peer is there.
const initialMs = 200;

// What timers of this platform can tell apart.
const granularityMs = 1;

// A handshake that took longer has been repeated, and tells nothing (RFC 6298 §3, Karn's algorithm).
const longestGuessMs = 500;
