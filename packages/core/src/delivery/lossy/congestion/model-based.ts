import type { SentPacket } from "../sent-packet.ts";
import { AckAggregation } from "./ack-aggregation.ts";
import type { CongestionController, RecoveryOutcome } from "./congestion-controller.ts";
import { DeliveryRate } from "./delivery-rate.ts";
import { FullPipe } from "./full-pipe.ts";
import { gains, type Phase } from "./gain-cycle.ts";
import { LossTally } from "./loss-tally.ts";
import { MinRoundTrip } from "./min-round-trip.ts";
import { Rounds } from "./rounds.ts";
import { WindowedMax } from "./windowed-max.ts";

export class ModelBased implements CongestionController {
  windowBytes: number;
  pacingRate = Number.POSITIVE_INFINITY;
  burstBytes: number;
  #packetBytes: number;
  phase: Phase = "startup";
  readonly #delivery = new DeliveryRate();
  readonly #rounds = new Rounds(shortestRoundMs);
  readonly #bandwidth = new WindowedMax(1);
  readonly #minRoundTrip = new MinRoundTrip();
  readonly #aggregation = new AckAggregation();
  readonly #fullPipe = new FullPipe();
  readonly #roundLoss = new LossTally();
  readonly #probeLoss = new LossTally();
  readonly #troughLoss = new LossTally();
  #random: number;
  #cycle = 0;
  #phaseRound = 0;
  #cruiseRounds = 0;
  #randomLoss = 0;
  #bound = Number.POSITIVE_INFINITY;
  #lostInFlight = 0;
  #upBandwidth = 0;
  #phaseAt = 0;
  #phaseShortest = Number.POSITIVE_INFINITY;
  #roundBest = 0;
  #roundShortest = Number.POSITIVE_INFINITY;
  #slowRounds = 0;
  #troughRtt = 0;
  #roundLimited = false;
  #lostBefore = 0;
  #deliveredBefore = 0;

  constructor(packetBytes: number, random: (bytes: number) => Uint8Array) {
    this.#packetBytes = packetBytes;
    this.windowBytes = 10 * packetBytes;
    this.burstBytes = 10 * packetBytes;
    const [a = 0, b = 0, c = 0, d = 0] = random(4);
    this.#random = (a | (b << 8) | (c << 16) | (d << 24)) || 1;
  }

  get bandwidth() { return this.#bandwidth.value; }
  get bound() { return this.#bound; }
  get minRtt() { return this.#minRoundTrip.ms; }
  get randomLoss() { return this.#randomLoss; }
  get extra() { return this.#aggregation.extraBytes; }

  handleSent(packet: SentPacket, inFlightBytes: number, now: number): void {
    this.#delivery.handleSent(packet, inFlightBytes, now);
  }

  handleAcknowledged(packet: SentPacket, now: number): void {
    this.#delivery.handleAcknowledged(packet, now);
    this.#probeLoss.handleAcknowledged(packet);
    this.#troughLoss.handleAcknowledged(packet);
  }

  handleLost(packet: SentPacket): void {
    this.#delivery.handleLost(packet);
    if (this.#probeLoss.handleLost(packet)) this.#lostInFlight = packet.delivery.inFlightBytes;
    this.#troughLoss.handleLost(packet);
  }

  handleEnd({ now, inFlightBytes, roundTripMs, packetBytes }: RecoveryOutcome): void {
    this.#packetBytes = packetBytes;
    const d = this.#delivery;
    if (roundTripMs !== undefined && roundTripMs > 0) {
      this.#minRoundTrip.handleSample(roundTripMs, now);
      this.#roundShortest = Math.min(this.#roundShortest, roundTripMs);
      if (this.phase === "trough") this.#troughRtt = Math.max(this.#troughRtt, roundTripMs);
      if (this.phase === "roundTrip") this.#phaseShortest = Math.min(this.#phaseShortest, roundTripMs);
    }
    d.end(now, this.#minRoundTrip.ms);
    if (d.newlyDelivered > 0) {
      this.#rounds.handleDelivered(d.priorDelivered, d.deliveredBytes, now);
      if (d.applicationLimited) this.#roundLimited = true;
      if (d.rate > 0 && (!d.applicationLimited || d.rate > this.#bandwidth.value)) {
        this.#bandwidth.update(d.rate, this.#cycle);
        this.#roundBest = Math.max(this.#roundBest, d.rate);
      }
      if (this.#bandwidth.value > 0)
        this.#aggregation.handleDelivered(d.newlyDelivered, this.#bandwidth.value, Math.min(this.windowBytes, this.#bandwidth.value * 100), this.#rounds.count, now);
      if (this.#rounds.started) this.#endRound(now);
    } else this.#rounds.started = false;
    this.#step(inFlightBytes, now);
    this.#setControl();
  }

  #endRound(now: number): void {
    const d = this.#delivery;
    const lost = d.lostBytes - this.#lostBefore;
    const delivered = d.deliveredBytes - this.#deliveredBefore;
    if (this.phase === "startup" && !this.#roundLimited) this.#fullPipe.handleRound(this.#bandwidth.value, lost / (lost + delivered));
    const rate = lost / (lost + delivered);
    if (this.phase === "cruise" && this.#rounds.count - this.#phaseRound >= 2 && lost >= 8 * this.#packetBytes && rate > 0.08 + 1.5 * this.#randomLoss && this.#roundBest > 0 && !this.#roundLimited)
      this.#bandwidth.reset(Math.min(this.#bandwidth.value, Math.max(this.#roundBest, 0.7 * this.#bandwidth.value)), this.#cycle);
    // path slower
    const queued = this.#roundShortest > this.#minRoundTrip.ms * 1.5 + 2;
    if (this.phase !== "startup" && !this.#roundLimited && queued && this.#roundBest > 0 && this.#roundBest < 0.8 * this.#bandwidth.value) {
      if (++this.#slowRounds >= 2) {
        this.#bandwidth.reset(this.#roundBest, this.#cycle);
        this.#slowRounds = 0;
      }
    } else this.#slowRounds = 0;
    this.#lostBefore = d.lostBytes;
    this.#deliveredBefore = d.deliveredBytes;
    this.#roundBest = 0;
    this.#roundShortest = Number.POSITIVE_INFINITY;
    this.#roundLimited = false;
  }

  #step(inFlight: number, now: number): void {
    const rounds = this.#rounds.count - this.#phaseRound;
    const bdp = this.#bandwidth.value * this.#minRoundTrip.ms;
    const slack = 2 * this.#packetBytes;
    if (this.phase !== "roundTrip" && this.phase !== "startup" && this.#minRoundTrip.isStale(now)) return this.#enter("roundTrip", now);
    switch (this.phase) {
      case "startup":
        if (this.#fullPipe.reached) this.#enter("drain", now);
        break;
      case "drain":
        if (inFlight <= bdp + slack || rounds >= 4) this.#enter("trough", now);
        break;
      case "down":
        this.#judge(now);
        if ((inFlight <= bdp + slack || rounds >= 4)) this.#enter("trough", now);
        break;
      case "trough":
        this.#judge(now);
        if (rounds >= 1) this.#enter("cruise", now);
        break;
      case "cruise":
        if (rounds >= this.#cruiseRounds) this.#enter("up", now);
        break;
      case "up":
        if (this.#judge(now)) return;
        if (this.#rounds.started && rounds >= 1 && now - this.#phaseAt >= this.#minRoundTrip.ms) {
          if (this.#bandwidth.value >= 1.125 * this.#upBandwidth && rounds < 20) this.#upBandwidth = this.#bandwidth.value;
          else if (inFlight >= 1.25 * bdp || rounds >= 2) {
            if (this.#bound < Infinity && !this.#roundLimited) this.#bound = Math.max(this.#bound * 1.1);
            this.#enter("down", now);
          }
        }
        break;
      case "roundTrip": {
        if (now - this.#phaseAt >= Math.min(200, Math.max(20, 10 * this.#minRoundTrip.ms)) && rounds >= 1) {
          if (this.#phaseShortest < Infinity) this.#minRoundTrip.reset(this.#phaseShortest, now);
          this.#enter("cruise", now);
        }
      }
    }
  }

  #judge(now: number): boolean {
    const t = this.#probeLoss;
    if (t.lostPackets < 8 || t.rate < 0.08 + 1.5 * this.#randomLoss) return false;
    this.#bound = Math.max(this.#lostInFlight * 0.85, 0.7 * this.#bandwidth.value * this.#minRoundTrip.ms);
    t.open(Infinity);
    if (this.phase === "up") this.#enter("down", now);
    return true;
  }

  #enter(phase: Phase, now: number): void {
    if (this.phase === "trough") this.#troughLoss.close(now);
    if (this.phase === "up") this.#probeLoss.close(now);
    this.phase = phase;
    this.#phaseRound = this.#rounds.count;
    this.#phaseAt = now;
    if (phase === "trough") this.#troughRtt = 0;
    if (phase === "trough") this.#troughLoss.open(now);
    if (phase === "cruise") this.#cruiseRounds = 2 + this.#next(5);
    if (phase === "roundTrip") this.#phaseShortest = Infinity;
    if (phase === "up") {
      if (!this.#troughLoss.isEmpty && (this.#troughLoss.rate < this.#randomLoss || this.#troughRtt < this.#minRoundTrip.ms * 1.1 + 1)) this.#randomLoss += (this.#troughLoss.rate - this.#randomLoss) / (this.#randomLoss === 0 ? 2 : 8);
      this.#probeLoss.open(now);
      this.#upBandwidth = this.#bandwidth.value;
      this.#cycle++;
    }
  }

  #next(range: number): number {
    let x = this.#random;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#random = x;
    return (x >>> 0) % range;
  }

  #setControl(): void {
    const bw = this.#bandwidth.value;
    const p = this.#packetBytes;
    if (bw === 0) return;
    const g = gains[this.phase];
    const bdp = bw * this.#minRoundTrip.ms;
    this.pacingRate = (g.pacing * bw * 0.99) / (1 - Math.min(this.#randomLoss, 0.3));
    this.burstBytes = Math.max(10 * p, this.pacingRate * 2);
    let w = g.window * bdp;
    if (this.phase !== "roundTrip") w += this.#aggregation.extraBytes + 2 * bw + Math.min(16 * p, 5 * bw);
    if (this.phase === "startup") w = Math.max(w, 10 * p, this.windowBytes);
    else w = Math.min(w, this.phase === "up" ? this.#bound * 1.1 : this.#bound);
    this.windowBytes = Math.max(w, 4 * p);
  }

  handlePersistentCongestion(): void {
    this.phase = "startup";
    this.#fullPipe.reset();
    this.#bandwidth.reset(0, this.#cycle);
    this.#bound = Infinity;
    this.#minRoundTrip.ms = 0;
    this.pacingRate = Infinity;
    this.windowBytes = 4 * this.#packetBytes;
  }

  handleIdle(inFlightBytes: number): void {
    this.#delivery.handleIdle(inFlightBytes);
  }
}
const shortestRoundMs = 4;
