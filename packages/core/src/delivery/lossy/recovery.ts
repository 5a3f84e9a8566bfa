import { PeerError } from "../../errors.ts";
import type { CongestionController } from "./congestion/congestion-controller.ts";
import { RangeSet } from "./range-set.ts";
import { RoundTrip } from "./round-trip.ts";
import { type PacketRecord, SentPackets } from "./sent-packets.ts";

/** Who hears what became of the packets. The records are its to read during the call only. */
export interface RecoveryOwner {
  /** Bytes of the packets that are sent now. */
  readonly packetBytes: number;
  handleAcknowledged(packet: PacketRecord): void;
  /** What it carried is to be sent again. */
  handleLost(packet: PacketRecord, now: number): void;
  /** Everything that one ACK frame or one time-out said was told. */
  handleEnd(now: number): void;
  /** Nothing was heard for a whole probe time-out, `count` times in a row. */
  handleProbeTimeout(count: number, now: number): void;
}

/** Finds out what arrived and what did not (RFC 9002): by acknowledgements, and by time when they stay away. */
export class Recovery {
  readonly roundTrip: RoundTrip;
  readonly packets = new SentPackets();
  /** Bytes of packets that are neither acknowledged nor lost. */
  inFlightBytes = 0;
  /** Packets that may be sent although the window is full: they ask whether anything arrives (spec: R-8). */
  probesDue = 0;
  packetsLost = 0;
  /** When an acknowledgement last told something new. */
  heardAt = Number.NEGATIVE_INFINITY;
  readonly #owner: RecoveryOwner;
  /** Also those below the packets in flight: who guesses may do it slowly. */
  readonly #skipped = new RangeSet();
  #controller: CongestionController;
  /** Packets in flight. */
  #inFlight = 0;
  #lastSentAt = 0;
  #largestAcknowledged = -1;
  /** When the oldest packet in flight is late, if one sent after it has arrived. */
  #lateAt: number | undefined;
  #probeTimeouts = 0;
  // Of the ACK frame at hand.
  #newestSentAt = Number.NaN;
  #anyAcknowledged = false;
  /** A higher number than ever, be it of a packet that asked for nothing. */
  #anyOvertook = false;

  /** `roundTripMs`: a first guess, if there is one. */
  constructor(owner: RecoveryOwner, controller: CongestionController, roundTripMs?: number) {
    this.roundTrip = new RoundTrip(roundTripMs);
    this.#owner = owner;
    this.#controller = controller;
  }

  /** The record of a packet that is being sent. The caller fills what it carries, and calls `handleSent`. */
  begin(number: number): PacketRecord {
    const { packets } = this;
    // A peer that goes on, and never acknowledges, cannot make us remember ever more.
    if (packets.oldest < packets.next && number - packets.oldest >= mostRemembered) this.#giveUpOldest();
    return packets.add(number);
  }

  /** The packet goes out, but asks for no acknowledgement. */
  passOver(packet: PacketRecord): void {
    packet.state = "settled";
    this.packets.forget();
  }

  handleSent(packet: PacketRecord, bytes: number, now: number): void {
    packet.state = "in flight";
    packet.sentAt = now;
    packet.bytes = bytes;
    this.inFlightBytes += bytes;
    this.#inFlight++;
    this.#lastSentAt = now;
    if (this.probesDue > 0) this.probesDue--;
    this.#controller.handleSent(packet, this.inFlightBytes, now);
  }

  /** This number is never sent: who acknowledges it guesses (spec: R-6). */
  skip(number: number): void {
    this.#skipped.add(number, number + 1);
    if (this.#skipped.count > skipsRemembered) this.#skipped.removeLowest();
  }

  /** The peer says that it has the packets from `smallest` to `largest`. Ranges come newest first. */
  handleRange(smallest: number, largest: number, now: number): void {
    if (largest >= this.packets.next || this.#hasSkipped(smallest, largest)) throw neverSent();
    if (largest > this.#largestAcknowledged) {
      this.#largestAcknowledged = largest;
      this.#anyOvertook = true;
    }
    for (let number = largest; number >= smallest && number >= this.packets.oldest; number--) {
      const packet = this.packets.at(number);
      if (packet?.state === "in flight") this.#acknowledge(packet, number === largest, now);
    }
  }

  /** Behind the ranges of one ACK frame. */
  handleAckEnd(ackDelayMs: number, now: number): void {
    const overtook = this.#anyOvertook;
    this.#anyOvertook = false;
    if (!this.#anyAcknowledged) {
      if (overtook && this.#detectLoss(now)) this.#settle(undefined, now);
      return;
    }
    this.#anyAcknowledged = false;
    this.heardAt = now;
    const roundTripMs = Number.isNaN(this.#newestSentAt) ? undefined : now - this.#newestSentAt;
    this.#newestSentAt = Number.NaN;
    if (roundTripMs !== undefined) this.roundTrip.handleSample(roundTripMs, ackDelayMs);
    const wasDark = this.#probeTimeouts >= darkProbeTimeouts;
    this.#probeTimeouts = 0;
    this.probesDue = 0;
    const lost = this.#detectLoss(now);
    if (wasDark && lost) this.#controller.handlePersistentCongestion();
    this.#settle(roundTripMs, now);
  }

  handleTimeout(now: number): void {
    if (this.#lateAt !== undefined) {
      if (now < this.#lateAt) return;
      this.#detectLoss(now);
      return this.#settle(undefined, now);
    }
    if (this.#inFlight === 0 || now < this.#probeAt) return;
    this.#probeTimeouts++;
    this.probesDue = this.#probeTimeouts === 1 ? 1 : 2;
    // Until it is sent, the time-out counts from now.
    this.#lastSentAt = now;
    this.#owner.handleProbeTimeout(this.#probeTimeouts, now);
  }

  nextTimeout(): number | undefined {
    if (this.#lateAt !== undefined) return this.#lateAt;
    return this.#inFlight > 0 ? this.#probeAt : undefined;
  }

  /** Packets of `bytes` or more do not leave, and what they carried is to be sent again. That is no congestion. */
  giveUpFrom(bytes: number, now: number): void {
    for (let number = this.packets.oldest; number < this.packets.next; number++) {
      const packet = this.packets.at(number);
      if (packet?.state === "in flight" && packet.bytes >= bytes) this.#giveUp(packet, now);
    }
  }

  /** Another path: what is under way is given up, and nothing learnt so far holds (RFC 9000 §9.4). */
  handlePathChange(controller: CongestionController, now: number): void {
    this.#controller = controller;
    this.#lateAt = undefined;
    this.#probeTimeouts = 0;
    for (let number = this.packets.oldest; number < this.packets.next; number++) {
      const packet = this.packets.at(number);
      if (packet?.state === "in flight") this.#giveUp(packet, now);
    }
    this.packets.forget();
    this.roundTrip.handlePathChange();
  }

  /** The oldest packet in flight that `wanted` accepts. */
  oldestInFlight(wanted: (packet: PacketRecord) => boolean): PacketRecord | undefined {
    for (let number = this.packets.oldest; number < this.packets.next; number++) {
      const packet = this.packets.at(number);
      if (packet?.state === "in flight" && wanted(packet)) return packet;
    }
    return undefined;
  }

  get #probeAt(): number {
    const { probeTimeoutMs } = this.roundTrip;
    const backoff = 2 ** Math.min(this.#probeTimeouts, maxBackoffExponent);
    return this.#lastSentAt + Math.max(probeTimeoutMs, Math.min(probeTimeoutMs * backoff, longestProbeMs));
  }

  #hasSkipped(smallest: number, largest: number): boolean {
    const index = this.#skipped.firstTouching(smallest + 1);
    return index < this.#skipped.count && this.#skipped.start(index) <= largest;
  }

  #acknowledge(packet: PacketRecord, isLargest: boolean, now: number): void {
    packet.state = "settled";
    this.inFlightBytes -= packet.bytes;
    this.#inFlight--;
    this.#anyAcknowledged = true;
    if (isLargest && Number.isNaN(this.#newestSentAt) && packet.number === this.#largestAcknowledged) {
      this.#newestSentAt = packet.sentAt;
    }
    this.#controller.handleAcknowledged(packet, now);
    this.#owner.handleAcknowledged(packet);
  }

  /** Returns whether any packet was lost. */
  #detectLoss(now: number): boolean {
    const { lossDelayMs } = this.roundTrip;
    let lost = false;
    this.#lateAt = undefined;
    for (let number = this.packets.oldest; number < this.#largestAcknowledged; number++) {
      const packet = this.packets.at(number);
      if (packet?.state !== "in flight") continue;
      const isOvertaken = number <= this.#largestAcknowledged - overtakenBy;
      if (isOvertaken || packet.sentAt + lossDelayMs <= now) {
        lost = true;
        if (!packet.isSizeProbe) {
          this.packetsLost++;
          this.#controller.handleLost(packet, now);
        }
        this.#giveUp(packet, now);
      } else this.#lateAt ??= packet.sentAt + lossDelayMs;
    }
    this.packets.forget();
    return lost;
  }

  #giveUpOldest(): void {
    const packet = this.packets.at(this.packets.oldest);
    if (packet?.state === "in flight") this.#giveUp(packet, this.#lastSentAt);
    this.packets.forget();
  }

  #giveUp(packet: PacketRecord, now: number): void {
    packet.state = "settled";
    this.inFlightBytes -= packet.bytes;
    this.#inFlight--;
    this.#owner.handleLost(packet, now);
  }

  #settle(roundTripMs: number | undefined, now: number): void {
    const { inFlightBytes } = this;
    this.#owner.handleEnd(now);
    this.#controller.handleEnd({ now, inFlightBytes, roundTripMs, packetBytes: this.#owner.packetBytes });
  }
}

function neverSent(): PeerError {
  return new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer acknowledged a packet that was never sent.");
}

// RFC 9002 §6.1.1.
const overtakenBy = 3;
// Numbers from the oldest packet in flight on: as many as any window lets out.
const mostRemembered = 2 ** 16;
// Some 270,000 packets.
const skipsRemembered = 1_000;
const maxBackoffExponent = 10;
// A path that comes back is noticed within this time.
const longestProbeMs = 2_000;
// Probe time-outs in a row after which the path has been dark, not busy.
const darkProbeTimeouts = 3;
