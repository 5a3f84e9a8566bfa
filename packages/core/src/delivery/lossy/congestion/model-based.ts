import type { SentPacket } from "../sent-packet.ts";
import type { CongestionController, RecoveryOutcome } from "./congestion-controller.ts";
import { DeliveryRate } from "./delivery-rate.ts";
import { FullPipe } from "./full-pipe.ts";
import { PathModel } from "./path-model.ts";
import { type Phase, pacingGains } from "./phase.ts";
import { RoundTally } from "./round-tally.ts";
import { Rounds } from "./rounds.ts";
import { xorshift } from "./xorshift.ts";

/**
 * Sends at the rate at which the path was seen to deliver, with as much in flight as its round trip takes, in the
 * manner of BBR (draft-ietf-ccwg-bbr). Loss alone changes little, so that a link that loses at random is used in full.
 * What differs from the draft (docs/decisions/0036): windows shrink in parts of the bandwidth-delay product, not to a
 * number of bytes, since a latecomer whose bytes are bounded in a full buffer hardly grows out of it again; what both
 * ends need to sleep may be in flight too (Slack); and on a path shorter than event loops stall, rates and round trips
 * are those of the event loops, so that rounds last 4 ms at least and the best rate is remembered for longer.
 */
export class ModelBased implements CongestionController {
  windowBytes: number;
  pacingRate = Number.POSITIVE_INFINITY;
  burstBytes: number;
  #packetBytes: number;
  #phase: Phase = "startup";
  #phaseRound = 0;
  #phaseAt = 0;
  #cruiseRounds = 0;
  /** The bandwidth when the present round of a search began. */
  #searched = 0;
  /** When the path was empty enough to measure its round trip; Infinity: not yet. */
  #emptyAt = Number.POSITIVE_INFINITY;
  #shortestMs = Number.POSITIVE_INFINITY;
  #overfilled = false;
  #endedAt = 0;
  readonly #delivery = new DeliveryRate();
  readonly #rounds = new Rounds(shortestRoundMs);
  readonly #round = new RoundTally();
  readonly #fullPipe = new FullPipe();
  readonly #path = new PathModel();
  readonly #chance: (range: number) => number;

  /** `packetBytes`: of the packets that are sent at first. `random`: bytes nobody else can guess; asked once. */
  constructor(packetBytes: number, random: (bytes: number) => Uint8Array) {
    this.#packetBytes = packetBytes;
    this.windowBytes = initialPackets * packetBytes;
    this.burstBytes = initialPackets * packetBytes;
    this.#chance = xorshift(random);
  }

  handleSent(packet: SentPacket, inFlightBytes: number, now: number): void {
    this.#delivery.handleSent(packet, inFlightBytes, now);
  }

  handleAcknowledged(packet: SentPacket, now: number): void {
    this.#delivery.handleAcknowledged(packet, now);
    this.#path.randomLoss.handleAcknowledged(packet);
    this.#round.handleAcknowledged(packet);
  }

  handleLost(packet: SentPacket): void {
    this.#delivery.handleLost(packet);
    this.#path.randomLoss.handleLost(packet);
    this.#round.handleLost(packet);
  }

  handleEnd({ now, inFlightBytes, roundTripMs, packetBytes }: RecoveryOutcome): void {
    this.#packetBytes = packetBytes;
    this.#endedAt = now;
    if (roundTripMs !== undefined) this.#handleRoundTrip(Math.max(roundTripMs, clockMs), now);
    const delivery = this.#delivery;
    delivery.end(now, this.#path.minRoundTrip.ms);
    this.#round.handleDelivered(delivery);
    const roundEnded = this.#rounds.handleDelivered(delivery, now);
    if (delivery.newlyDelivered > 0) {
      this.#path.handleDelivered(delivery, this.windowBytes, this.#rounds.count, now);
      if (roundEnded) this.#endRound();
    }
    this.#advance(roundEnded, inFlightBytes, now);
    if (roundEnded) this.#round.reset();
    this.#control();
  }

  /** Everything from the start (§5.2.1), but from the smallest window. */
  handlePersistentCongestion(): void {
    this.#path.reset(this.#rounds.count, this.#endedAt);
    this.#fullPipe.reset();
    this.#round.reset();
    this.#enter("startup", this.#endedAt);
    this.pacingRate = Number.POSITIVE_INFINITY;
    this.burstBytes = fewPackets(initialPackets, this.#packetBytes);
    this.windowBytes = fewPackets(minimumPackets, this.#packetBytes);
  }

  handleIdle(inFlightBytes: number): void {
    this.#delivery.handleIdle(inFlightBytes);
  }

  #handleRoundTrip(ms: number, now: number): void {
    this.#path.minRoundTrip.handleSample(ms, now);
    this.#path.randomLoss.handleRoundTrip(ms);
    this.#round.handleRoundTrip(ms);
    if (ms < this.#shortestMs) this.#shortestMs = ms;
  }

  #endRound(): void {
    const round = this.#round;
    this.#overfilled = false;
    if (this.#phase === "startup") {
      if (!round.applicationLimited) this.#fullPipe.handleRound(this.#path.bandwidth, round.lossRate);
      if (this.#fullPipe.reached && this.#path.isOverfilled(round, this.#packetBytes))
        this.#path.handleOverfilled(round);
      return;
    }
    this.#overfilled = this.#path.isOverfilled(round, this.#packetBytes);
    if (this.#overfilled) {
      this.#path.handleOverfilled(round);
      // In its first rounds, cruising still learns what became of a search.
      const settled = this.#phase === "cruise" && this.#phaseRounds >= 2;
      if (settled && !round.applicationLimited) this.#path.handleOverload(round);
    }
    this.#path.handleRound(round, this.#phase === "cruise");
  }

  #advance(roundEnded: boolean, inFlightBytes: number, now: number): void {
    if (this.#shouldMeasure(now)) return this.#enter("roundTrip", now);
    switch (this.#phase) {
      case "startup":
        if (this.#fullPipe.reached) this.#enter("drain", now);
        return;
      case "drain":
      case "down":
        if (this.#isDrained(inFlightBytes) || this.#phaseRounds >= mostDrainRounds) this.#enter("trough", now);
        return;
      case "trough":
        if (this.#phaseRounds >= 1) this.#enter("cruise", now);
        return;
      case "cruise":
        if (this.#phaseRounds >= this.#cruiseRounds) this.#enter("up", now);
        return;
      case "up":
        if (roundEnded) this.#search(inFlightBytes, now);
        return;
      case "roundTrip":
        this.#measure(inFlightBytes, now);
    }
  }

  /** A sender that the application limits leaves the path empty anyway. */
  #shouldMeasure(now: number): boolean {
    const busy = this.#phase === "startup" || this.#phase === "roundTrip" || this.#delivery.applicationLimited;
    return !busy && this.#path.minRoundTrip.isStale(now);
  }

  #isDrained(inFlightBytes: number): boolean {
    return inFlightBytes <= this.#path.bandwidthDelay + 2 * this.#packetBytes;
  }

  /** §5.3.3.4: until there is no more to find, or the path is full. */
  #search(inFlightBytes: number, now: number): void {
    if (this.#overfilled) return this.#enter("down", now);
    const path = this.#path;
    if (this.#phaseRounds < 1 || now - this.#phaseAt < path.minRoundTrip.ms) return;
    if (path.bandwidth >= growth * this.#searched) {
      this.#searched = path.bandwidth;
      return;
    }
    if (inFlightBytes < searchGain * path.bandwidthDelay && this.#phaseRounds < mostSearchRounds) return;
    path.handleGoodProbe();
    this.#enter("down", now);
  }

  /** §5.3.4: the path is kept nearly empty for a while, long enough for others to do it at the same time. */
  #measure(inFlightBytes: number, now: number): void {
    if (this.#emptyAt === Number.POSITIVE_INFINITY && inFlightBytes <= this.windowBytes) {
      this.#emptyAt = now;
      this.#phaseRound = this.#rounds.count;
    }
    const { minRoundTrip } = this.#path;
    const longEnough = Math.min(longestMeasureMs, Math.max(shortestMeasureMs, 10 * minRoundTrip.ms));
    if (now - this.#emptyAt < longEnough || this.#phaseRounds < 1) return;
    const found = this.#shortestMs < Number.POSITIVE_INFINITY ? this.#shortestMs : minRoundTrip.ms;
    minRoundTrip.handleProbe(found, now);
    this.#enter("cruise", now);
  }

  get #phaseRounds(): number {
    return this.#rounds.count - this.#phaseRound;
  }

  #enter(phase: Phase, now: number): void {
    this.#path.randomLoss.close(now);
    this.#phase = phase;
    this.#phaseRound = this.#rounds.count;
    this.#phaseAt = now;
    this.#shortestMs = Number.POSITIVE_INFINITY;
    this.#emptyAt = Number.POSITIVE_INFINITY;
    if (phase === "trough") this.#path.randomLoss.open(now);
    // At random, so that flows do not search at the same time (§5.3.3.5).
    else if (phase === "cruise") this.#cruiseRounds = fewestCruiseRounds + this.#chance(moreCruiseRounds);
    else if (phase === "up") {
      this.#path.handleProbe(now);
      this.#searched = this.#path.bandwidth;
    }
  }

  #control(): void {
    const path = this.#path;
    if (path.bandwidth === 0) return;
    this.pacingRate =
      this.#phase === "startup" ? this.#startupRate(path.pacingRate("startup")) : path.pacingRate(this.#phase);
    this.burstBytes = Math.max(fewPackets(initialPackets, this.#packetBytes), this.pacingRate * burstMs);
    const window = Math.max(path.window(this.#phase), fewPackets(minimumPackets, this.#packetBytes));
    this.windowBytes = this.#phase === "startup" ? Math.max(window, this.windowBytes) : window;
  }

  /**
   * §5.6.2: while the pipe is not full, never slower than before, nor than the initial window a round trip. The first
   * samples are of what little there was to send.
   */
  #startupRate(rate: number): number {
    const roundTripMs = Math.max(this.#path.minRoundTrip.ms, 1);
    const before = this.pacingRate === Number.POSITIVE_INFINITY ? 0 : this.pacingRate;
    return Math.max(rate, before, (pacingGains.startup * fewPackets(initialPackets, this.#packetBytes)) / roundTripMs);
  }
}

/** `count` packets, as long as they are small: two large ones are much (RFC 9002 §7.2). */
function fewPackets(count: number, packetBytes: number): number {
  return Math.min(count * packetBytes, Math.max(smallBytes, 2 * packetBytes));
}

const smallBytes = 14_720;
const initialPackets = 10;
const minimumPackets = 4;
/** performance.now() counts microseconds; a round trip of none would make a path of no length. */
const clockMs = 0.001;
const shortestRoundMs = 4;
const burstMs = 2;

const mostDrainRounds = 4;
const fewestCruiseRounds = 2;
const moreCruiseRounds = 5;
const growth = 1.125;
const searchGain = 1.25;
const mostSearchRounds = 2;
const shortestMeasureMs = 20;
const longestMeasureMs = 200;
