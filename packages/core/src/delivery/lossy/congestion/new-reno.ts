import type { SentPacket } from "../sent-packet.ts";
import type { CongestionController, RecoveryOutcome } from "./congestion-controller.ts";

/** NewReno (RFC 9002 §7): takes every loss for congestion. Simple, well understood, and slow on links that lose. */
export class NewReno implements CongestionController {
  windowBytes: number;
  #packetBytes: number;
  #threshold = Number.POSITIVE_INFINITY;
  #recoveryStart = Number.NEGATIVE_INFINITY;
  #smoothedRoundTripMs = 0;
  #applicationLimited = false;

  /** `packetBytes`: of the packets that are sent at first. */
  constructor(packetBytes: number) {
    this.#packetBytes = packetBytes;
    this.windowBytes = initialPackets * packetBytes;
  }

  /** RFC 9002 §7.7: a little more than a window each round trip, so that the window stays what limits. */
  get pacingRate(): number {
    const ms = this.#smoothedRoundTripMs;
    return ms > 0 ? (pacingGain * this.windowBytes) / ms : Number.POSITIVE_INFINITY;
  }

  get burstBytes(): number {
    return Math.min(Math.max(initialPackets * this.#packetBytes, this.pacingRate * burstMs), this.windowBytes);
  }

  handleSent(_packet: SentPacket, inFlightBytes: number): void {
    if (inFlightBytes + this.#packetBytes > this.windowBytes) this.#applicationLimited = false;
  }

  handleAcknowledged(packet: SentPacket): void {
    // §7.8: a window that was not used has not been tried, and must not grow.
    if (this.#applicationLimited || packet.sentAt <= this.#recoveryStart) return;
    const slowStart = this.windowBytes < this.#threshold;
    this.windowBytes += slowStart ? packet.bytes : (this.#packetBytes * packet.bytes) / this.windowBytes;
  }

  /** §7.3.2: one reduction a round trip, whatever is lost of what was sent before it. */
  handleLost(packet: SentPacket, now: number): void {
    if (packet.sentAt <= this.#recoveryStart) return;
    this.#recoveryStart = now;
    this.windowBytes = Math.max(this.windowBytes * lossReduction, this.#minimumWindow);
    this.#threshold = this.windowBytes;
  }

  handleEnd({ roundTripMs, packetBytes }: RecoveryOutcome): void {
    if (packetBytes !== this.#packetBytes) {
      this.#packetBytes = packetBytes;
      this.windowBytes = Math.max(this.windowBytes, this.#minimumWindow);
    }
    if (roundTripMs === undefined) return;
    const smoothed = this.#smoothedRoundTripMs;
    this.#smoothedRoundTripMs = smoothed === 0 ? roundTripMs : smoothed + (roundTripMs - smoothed) / 8;
  }

  /** §7.6.2. */
  handlePersistentCongestion(): void {
    this.windowBytes = this.#minimumWindow;
    this.#recoveryStart = Number.NEGATIVE_INFINITY;
  }

  handleIdle(): void {
    this.#applicationLimited = true;
  }

  get #minimumWindow(): number {
    return minimumPackets * this.#packetBytes;
  }
}

const initialPackets = 10;
const minimumPackets = 2;
const lossReduction = 0.5;
const pacingGain = 1.25;
const burstMs = 2;
