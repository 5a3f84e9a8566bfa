import { AckAggregation } from "./ack-aggregation.ts";
import type { DeliveryRate } from "./delivery-rate.ts";
import { MinRoundTrip } from "./min-round-trip.ts";
import { type Phase, pacingGains } from "./phase.ts";
import { RandomLoss } from "./random-loss.ts";
import type { RoundTally } from "./round-tally.ts";
import { Slack } from "./slack.ts";
import { WindowedMax } from "./windowed-max.ts";

/** What is believed of a path (draft-ietf-ccwg-bbr §3.4), and what a sender may do to it in each phase. */
export class PathModel {
  readonly minRoundTrip = new MinRoundTrip();
  readonly randomLoss = new RandomLoss();
  readonly #bandwidth = new WindowedMax(bandwidthCycles);
  readonly #aggregation = new AckAggregation();
  readonly #slack = new Slack();
  #cycle = 0;
  #cycleAt = 0;
  #headroom = mostHeadroom;
  #slowRounds = 0;

  /** Bytes a millisecond; 0 when nothing is known yet. */
  get bandwidth(): number {
    return this.#bandwidth.value;
  }

  /** Bytes: bandwidth times round trip. */
  get bandwidthDelay(): number {
    return this.#bandwidth.value * this.minRoundTrip.ms;
  }

  /** §5.5.4: a sample that the application limited counts only if it is better. `window`: bytes. */
  handleDelivered(delivery: DeliveryRate, window: number, round: number, now: number): void {
    const { rate } = delivery;
    if (rate > 0 && (!delivery.applicationLimited || rate > this.bandwidth)) this.#bandwidth.update(rate, this.#cycle);
    if (this.bandwidth === 0) return;
    const limit = Math.min(window, this.bandwidth * longestBunchMs);
    this.#aggregation.handleDelivered(delivery.newlyDelivered, this.bandwidth, limit, round, now);
  }

  /**
   * A search for more bandwidth begins: what the last but one found is forgotten. Not so soon on a short path, where an
   * event loop that stalls would outlast two of them.
   */
  handleProbe(now: number): void {
    if (!this.#isShort || now - this.#cycleAt >= shortestCycleMs) {
      this.#cycle++;
      this.#cycleAt = now;
    }
    this.randomLoss.learn(this.minRoundTrip.ms);
  }

  /** A search ended without overfilling the path. */
  handleGoodProbe(): void {
    this.#headroom = Math.min(mostHeadroom, this.#headroom + headroomStep);
    this.#slack.handleGoodProbe();
  }

  /**
   * Whether the path was overfilled in this round. With a queue to be seen in the round trip, a little more loss than
   * the usual tells so; without one it takes much more, since that may be chance.
   */
  isOverfilled(round: RoundTally, packetBytes: number): boolean {
    const queue = round.longestMs > this.minRoundTrip.ms * queueFrom + 0.5;
    const suspect = (queue ? lossWithQueue : lossWithoutQueue) + 1.5 * this.randomLoss.rate;
    return round.lostBytes >= fewestLost * packetBytes && round.lossRate > suspect;
  }

  /**
   * Less of the path's buffer for us. Never less than what keeps it busy, so that flows differ little in it. Of the slack,
   * too, if it was too much for some buffer, or stands in a queue; a short path, which slack keeps busy, always has one.
   */
  handleOverfilled(round: RoundTally): void {
    this.#headroom = Math.max(leastHeadroom, this.#headroom * headroomCut);
    const queue = Number.isFinite(round.shortestMs) && round.shortestMs > this.minRoundTrip.ms * standingFrom + 0.5;
    if (round.lostWhenMore || (queue && !this.#isShort)) this.#slack.handleOverfilled(this.#slackBytes("cruise"));
  }

  /** Overfilled without searching: flows together believe in more than there is, and this one in more than it got. */
  handleOverload(round: RoundTally): void {
    // Some event loop stalled, and a buffer overflowed meanwhile: that is about the slack, and no slower a path.
    if (this.#isShort && round.lostWhenMore) return;
    const got = Math.max(round.bestRate, this.bandwidth * mostCut);
    if (round.bestRate > 0 && got < this.bandwidth) this.#bandwidth.reset(got, this.#cycle);
  }

  /**
   * A path that became slower shows a queue and low rates, round after round: no need to wait for two cycles. Unless
   * `cruising`, a low rate may be the sender's own and the queue that of others, who would keep what it gives up; then only
   * a very low one counts.
   */
  handleRound(round: RoundTally, cruising: boolean): void {
    const queue = round.shortestMs > this.minRoundTrip.ms * 1.5 + 2;
    const suspect = this.bandwidth * (cruising ? slowerThan : muchSlowerThan);
    const slow = round.bestRate > 0 && round.bestRate < suspect;
    this.#slowRounds = queue && slow && !this.#isShort && !round.applicationLimited ? this.#slowRounds + 1 : 0;
    if (this.#slowRounds < slowPatience) return;
    this.#bandwidth.reset(Math.max(round.bestRate, this.bandwidth * mostCut), this.#cycle);
    this.#slowRounds = 0;
  }

  /** Bytes a millisecond. What is lost at random is sent on top, or the estimate would fall with it. */
  pacingRate(phase: Phase): number {
    return (pacingGains[phase] * pacingMargin * this.bandwidth) / this.#arriving;
  }

  /** Bytes that may be in flight (§5.6.4): also what acknowledgements in bunches and coarse timers take. */
  window(phase: Phase): number {
    const path = this.bandwidthDelay;
    if (phase === "roundTrip") return path * 0.5;
    const slack = this.#slackBytes(phase);
    if (phase === "startup") return path * 2 + slack;
    if (phase === "drain") return Math.max((path * 2) / this.#arriving, path + slack);
    const headroom = phase === "up" ? this.#headroom + upHeadroom : this.#headroom;
    return Math.max((path * headroom) / this.#arriving, path + slack);
  }

  /** Nothing of it holds any more. */
  reset(round: number, now: number): void {
    this.minRoundTrip.forget();
    this.randomLoss.reset();
    this.#bandwidth.reset(0, this.#cycle);
    this.#aggregation.reset(round, now);
    this.#slack.reset();
    this.#headroom = mostHeadroom;
    this.#slowRounds = 0;
  }

  #slackBytes(phase: Phase): number {
    return this.#slack.allow(this.#aggregation.extraBytes + this.bandwidth * pacingGains[phase] * timerMs);
  }

  /**
   * Event loops stall for longer than its round trip, so that rates and round trips tell of these. What is in flight does
   * not say so: beside others, there is more of it the more of their queue there is.
   */
  get #isShort(): boolean {
    return this.minRoundTrip.ms < timerMs;
  }

  get #arriving(): number {
    return 1 - Math.min(this.randomLoss.rate, mostCompensated);
  }
}

/** How long a best sample counts: in this cycle of probing and the next. */
const bandwidthCycles = 1;
/** The draft's cycles take 2 to 3 s, ours some round trips: on a short path less than a stall. */
const shortestCycleMs = 250;
const longestBunchMs = 100;
/** So late may timers fire on either end, and acknowledgements with them, without a pause on a path of no length. */
const timerMs = 10;
/** §5.6.2: a little less than the bandwidth, so that queues end. */
const pacingMargin = 0.99;
const mostCompensated = 0.3;

// Windows in bandwidth-delay products. The largest times all flows is the queue they may keep in a deep buffer. The
// smallest lets two flows, each believing in a little more than its half, share a buffer of half a product.
const mostHeadroom = 1.5;
const leastHeadroom = 1.15;
const headroomStep = 0.03;
const headroomCut = 0.85;
/** A sender with a full window would not probe at all (§5.6.1). */
const upHeadroom = 0.25;

const queueFrom = 1.1;
/** In the shortest round trip of a round: one's own search makes a queue, but none that stays. */
const standingFrom = 1.2;
const lossWithQueue = 0.02;
const lossWithoutQueue = 0.08;
const fewestLost = 3;
const mostCut = 0.7;
const slowerThan = 0.8;
const muchSlowerThan = 0.3;
const slowPatience = 2;
