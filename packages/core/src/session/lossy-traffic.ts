import { ModelBased } from "../delivery/lossy/congestion/model-based.ts";
import { LossyDelivery } from "../delivery/lossy/lossy-delivery.ts";
import { PeerError } from "../errors.ts";
import type { Parameters } from "../handshake/parameters.ts";
import type { TrafficSecrets } from "../handshake/transcript.ts";
import type { Path } from "../link.ts";
import { sealClose } from "../packet/close.ts";
import { type FrameSink, parseFrames } from "../packet/frame.ts";
import { CloseCode, FrameType, smallestMaxPacketBytes } from "../wire.ts";
import { Channel } from "./channel.ts";
import type { SessionConfig } from "./config.ts";
import { truncated } from "./failures.ts";
import { Nudge } from "./nudge.ts";
import { PathValidation } from "./path-validation.ts";
import type { PhaseHost } from "./phase.ts";
import type { PathStats, Traffic } from "./traffic.ts";

/** What the handshake has shown of the path. */
export interface Acquaintance {
  /** The way that packets go now, if the link can tell. */
  readonly path: Path | undefined;
  /** About how long an answer takes, in milliseconds, if that is known. */
  readonly roundTripMs: number | undefined;
}

/** Epoch 1 on a lossy link: packets come or not, and from elsewhere perhaps. What they mean is in LossyDelivery. */
export class LossyTraffic implements Traffic, FrameSink {
  readonly delivery: LossyDelivery;
  readonly channel: Channel;
  readonly maxMessageBytes: number;
  writtenTo: Path | undefined;
  /** The peer listens no more: it has said that it has everything, and that we have. */
  peerIsOver = false;
  readonly #host: PhaseHost;
  readonly #paths: PathValidation;
  /** Clients only. */
  readonly #nudge: Nudge | undefined;
  #ended = false;
  #confirmed = false;
  #failed = false;
  #now = 0;

  constructor(
    config: SessionConfig,
    host: PhaseHost,
    secrets: TrafficSecrets,
    peer: Parameters,
    acquaintance: Acquaintance,
  ) {
    const { role, traits, limits, random } = config;
    if (peer.initialMaxData === undefined) throw withoutWindow();
    this.#host = host;
    this.maxMessageBytes = peer.maxMessage;
    this.channel = new Channel(config, secrets);
    const peerMaxPacket = Math.max(peer.maxPacket, smallestMaxPacketBytes);
    this.delivery = new LossyDelivery({
      basePacketBytes: Math.min(traits.basePacketBytes, peerMaxPacket),
      maxPacketBytes: Math.min(traits.maxPacketBytes, peerMaxPacket),
      aroundBytes: this.channel.aroundBytes,
      creditBytes: peer.initialMaxData,
      mostKeptBytes: Math.max(Math.min(peer.initialMaxData, mostKeptBytes), limits.windowBytes),
      maxMessageBytes: limits.maxMessageBytes,
      windowBytes: limits.windowBytes,
      peerMaxDatagramBytes: peer.maxDatagram,
      makeController: config.makeController ?? (() => new ModelBased(traits.basePacketBytes, random)),
      roundTripMs: acquaintance.roundTripMs,
      random,
    });
    this.#paths = new PathValidation({ role, random, aroundBytes: this.channel.aroundBytes }, acquaintance.path);
    this.#nudge = role === "client" ? new Nudge() : undefined;
  }

  get pathStats(): PathStats {
    const { sender, queuedBytes, keptBytes } = this.delivery;
    const { packetsLost, roundTrip } = sender.recovery;
    const { unacknowledgedBytes } = sender.stream;
    const roundTripMs = roundTrip.isGuess ? undefined : roundTrip.smoothedMs;
    return {
      maxPacketBytes: sender.packetBytes,
      queuedBytes,
      unacknowledgedBytes,
      keptBytes,
      packetsLost,
      roundTripMs,
    };
  }

  get over(): boolean {
    return this.#confirmed && this.#ended;
  }

  get complete(): boolean {
    return this.#ended && this.delivery.sender.isAcknowledged;
  }

  /** Time in which more would come from a peer that was sending, unless it cannot reach us (spec: R-24). */
  get #silenceMs(): number {
    return Math.max(shortestSilenceMs, silentProbes * this.delivery.sender.recovery.roundTrip.probeTimeoutMs);
  }

  get patienceMs(): number {
    const { roundTrip, packetsLost } = this.delivery.sender.recovery;
    const leastMs = packetsLost > 0 ? patienceWhereLossMs : shortestPatienceMs;
    return Math.max(leastMs, patientProbes * roundTrip.probeTimeoutMs);
  }

  ping(): void {
    this.delivery.sender.ping();
  }

  finish(): void {
    this.delivery.sender.finish();
  }

  handlePacket(packet: Uint8Array, now: number, path?: Path): boolean {
    const { opener } = this.channel;
    const { length } = packet;
    const plaintext = opener.open(packet);
    if (!plaintext) return false;
    this.#now = now;
    this.#paths.handlePacket(path, length, opener.number === opener.highest, now);
    parseFrames(plaintext, this);
    if (this.#failed) return true;
    this.delivery.handlePacketEnd(plaintext, opener.number, now);
    this.#report();
    return true;
  }

  handleFrame(type: number, plaintext: Buffer, start: number, end: number, argument: number): void {
    if (this.#failed) return;
    if (type === FrameType.close) return this.#handleClose(argument);
    if (type === FrameType.pathChallenge) {
      this.#paths.handleChallenge(plaintext.subarray(start, end));
      this.delivery.elicit();
    } else if (type === FrameType.pathResponse) {
      const path = this.#paths.handleResponse(plaintext.subarray(start, end));
      this.delivery.elicit();
      if (path) this.#migrate(path);
    } else {
      if (type === FrameType.stream || type === FrameType.datagram) this.#nudge?.handleNews(this.#now, this.#silenceMs);
      this.delivery.handleFrame(type, plaintext, start, end, argument, this.#now);
    }
  }

  nextBytes(now: number): number {
    this.#report();
    return this.#paths.nextBytes(now) || this.delivery.sender.nextBytes(now);
  }

  write(packet: Uint8Array, now: number): number {
    const { sealer } = this.channel;
    const { sender } = this.delivery;
    if (sender.skips(sealer.nextNumber)) sealer.skip();
    const number = sealer.nextNumber;
    const start = sealer.headerBytes;
    const pathBytes = this.#paths.nextBytes(now);
    if (pathBytes === 0) {
      this.writtenTo = this.#paths.current;
      return sealer.seal(packet, sender.write(packet, start, number, now));
    }
    const end = pathBytes - sealer.overhead;
    this.#paths.write(packet, start, end, now);
    this.writtenTo = this.#paths.writtenTo;
    sender.passOver(number);
    return sealer.seal(packet, end);
  }

  writeClose(packet: Uint8Array, code: number): number {
    const { sealer } = this.channel;
    this.writtenTo = this.#paths.current;
    this.delivery.sender.passOver(sealer.nextNumber);
    return sealClose(sealer, packet, code);
  }

  hearAfterwards(packet: Uint8Array): "close" | "more" | "nothing" {
    const plaintext = this.channel.opener.open(packet);
    if (!plaintext) return "nothing";
    return plaintext[0] === FrameType.close ? "close" : "more";
  }

  handleTooLarge(bytes: number): void {
    this.delivery.sender.handleTooLarge(bytes);
  }

  handleTimeout(now: number): void {
    this.#paths.handleTimeout(now);
    if (this.#nudge?.due(now)) this.ping();
    this.delivery.sender.handleTimeout(now);
  }

  nextTimeout(now: number): number | undefined {
    const times = [this.#paths.nextTimeout(now), this.#nudge?.nextTimeout(), this.delivery.sender.nextTimeout(now)];
    const next = Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY));
    return next === Number.POSITIVE_INFINITY ? undefined : next;
  }

  destroy(): void {
    this.channel.destroy();
  }

  // A peer that is gone has everything, if it says so; one that has waited long enough what it acknowledged (spec: S-9).
  #handleClose(code: number): void {
    const { sender, complete } = this.delivery;
    const hasAll = code === CloseCode.done || (code === CloseCode.incomplete && sender.isAcknowledged);
    if (hasAll && complete && sender.hasSentEnd) {
      this.peerIsOver = true;
      return this.#confirm();
    }
    this.#failed = true;
    if (code === CloseCode.done || code === CloseCode.incomplete) this.#host.fail(truncated(true, undefined));
    else this.#host.handleClose(code);
  }

  #report(): void {
    const { sender, ended } = this.delivery;
    if (ended && !this.#ended) {
      this.#ended = true;
      this.#host.handleEnd();
    }
    if (sender.isConfirmed) this.#confirm();
  }

  #confirm(): void {
    if (this.#confirmed) return;
    this.#confirmed = true;
    this.#host.tell({ kind: "confirmed" });
  }

  #migrate(path: Path): void {
    this.delivery.sender.handlePathChange(this.#now);
    this.#host.tell({ kind: "migrate", path });
  }
}

function withoutWindow(): PeerError {
  return new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer's handshake does not say how much it takes.");
}

// The peer's window may be as large as it says, and it need not acknowledge the first byte in it.
const mostKeptBytes = 64 * 1024 * 1024;

// A peer that knows no round trip yet says it again after 605.
const shortestPatienceMs = 700;

// Time-outs after 1, 3, 7 and 15 of them, from a peer that did not hear our last word: seven packets with the repeats.
const patientProbes = 16;
// One that has repeated itself for long does so every two seconds, and each time may be in vain.
const patienceWhereLossMs = 6_000;

const shortestSilenceMs = 100;
const silentProbes = 6;
