import type { Authenticated } from "../authenticator.ts";
import type { Arrival } from "../delivery/arrival.ts";
import { PeerError } from "../errors.ts";
import type { Parameters } from "../handshake/parameters.ts";
import type { HandshakeResult } from "../handshake/transcript.ts";
import { receivePacketBytes } from "../limits.ts";
import type { LinkHint, Path } from "../link.ts";
import { closePacketBytes } from "../packet/close.ts";
import { CloseCode, HandshakeType } from "../wire.ts";
import { Authentication } from "./authentication.ts";
import { ClientOpening, unreachable } from "./client-opening.ts";
import { Closing, type Refusal } from "./closing.ts";
import type { SessionConfig } from "./config.ts";
import type { MachineEvent } from "./event.ts";
import { closeCodeOf, closeError, closeTimeout, forgedPacket, overdueError, truncated } from "./failures.ts";
import { Farewell } from "./farewell.ts";
import { Liveness } from "./liveness.ts";
import { LossyTraffic } from "./lossy-traffic.ts";
import { OrderedTraffic } from "./ordered-traffic.ts";
import type { Phase, PhaseHost } from "./phase.ts";
import { Phases } from "./phases.ts";
import { ServerOpening } from "./server-opening.ts";
import type { Traffic } from "./traffic.ts";
import { type Outcome, type Work, WorkDesk } from "./work.ts";

/**
 * The life of one session, without socket, clock or randomness of its own: input is `handle…`, output is `poll…`,
 * `now` is milliseconds of a monotonic clock. What belongs to one kind of packet is done in its phase.
 */
export class SessionMachine implements PhaseHost {
  readonly #config: SessionConfig;
  readonly #phases: Phases;
  readonly #liveness: Liveness;
  readonly #closing = new Closing();
  readonly #desk = new WorkDesk();
  readonly #events: MachineEvent[] = [];
  /** Until "established". */
  #peer: Parameters | undefined;
  #suspicion: Error | undefined;
  /** The way that the first packet came. */
  #firstPath: Path | undefined;
  /** Where the packet goes that was polled last; undefined: the link's current path. */
  packetPath: Path | undefined;
  /** What is left of a session that is over, on a lossy link. */
  #farewell: Farewell | undefined;
  #over = false;
  #gone = false;
  #full = false;

  constructor(config: SessionConfig) {
    this.#config = config;
    this.#liveness = new Liveness(config.limits, config.startedAt);
    this.#phases = new Phases(config.role, config.traits.reliable);
    this.#phases.opening = config.role === "client" ? new ClientOpening(config, this) : new ServerOpening(config, this);
  }

  /** Messages and packets in epoch 1, from "established" on. */
  get traffic(): Traffic | undefined {
    return this.#phases.traffic;
  }

  /** Packets that were no packets of this session's peer. */
  get packetsForged(): number {
    return this.#phases.forged;
  }

  /** Packets came before their time and are kept: on a reliable link read no more until "established". */
  get overtaken(): boolean {
    return this.#config.traits.reliable && this.#phases.holding;
  }

  /** Nothing will come of this session any more. */
  get over(): boolean {
    return this.#over;
  }

  /** Borrows the packet, and may overwrite it. `path`: where it came from. */
  handlePacket(packet: Uint8Array, now: number, path?: Path): void {
    this.#farewell?.handlePacket();
    if (this.#over || this.#closing.refusal) return;
    this.#firstPath ??= path;
    const unauthenticated = (packet[0] as number) >= HandshakeType.hello;
    try {
      const phase = this.#phases.of(packet);
      if (phase) this.#handleIn(phase, packet, now, path);
    } catch (error) {
      this.#handleFault(error as Error, unauthenticated, now);
    }
  }

  /** Unauthenticated news of the path: an error while a client dials, and nothing later (spec: H-21). */
  handleHint(hint: LinkHint): void {
    if (hint.kind === "too-large") this.traffic?.handleTooLarge(hint.bytes);
    else if (this.#phases.opening instanceof ClientOpening) this.#finish(unreachable(hint.cause));
  }

  /** The path is gone. */
  handleLinkEnd(cause: Error | undefined): void {
    const reason = cause instanceof PeerError ? cause : truncated(this.traffic !== undefined, cause);
    this.#finish(this.#closing.refusal?.error ?? reason);
    this.#leave();
  }

  handleTimeout(now: number): void {
    if (this.#farewell && now >= this.#farewell.until) this.#leave();
    if (this.#over) return;
    if (now >= this.#closing.deadline) return this.#finish(this.#overdue(), this.#closing.refusal?.code, now);
    for (const phase of this.#phases.open) phase.handleTimeout(now);
    const overdue = this.#liveness.overdue(now);
    if (overdue === "ping") this.traffic?.ping();
    else if (overdue && !this.#closing.refusal) this.#finish(overdueError(overdue, this.#suspicion));
  }

  /** When to call `handleTimeout`, if nothing else happens before. */
  nextTimeout(now: number): number | undefined {
    if (this.#over) return this.#farewell?.until;
    const { refusal, deadline } = this.#closing;
    if (refusal) return now < refusal.at ? refusal.at : deadline;
    const times = [deadline, this.#liveness.nextTimeout(), ...this.#phases.open.map((phase) => phase.nextTimeout(now))];
    const next = Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY));
    return next === Number.POSITIVE_INFINITY ? undefined : next;
  }

  /** What came of the work that was asked for. */
  handleWork(id: number, outcome: Outcome, now: number): void {
    if (this.#over || this.#closing.refusal) return;
    try {
      this.#desk.handle(id, outcome, now);
    } catch (error) {
      this.#handleFault(error as Error, this.#phases.authentication === undefined, now);
    }
  }

  /** False: kept by reference until `pollReleased`. Only after "established". */
  send(message: Uint8Array): boolean {
    const { delivery } = this.traffic as Traffic;
    const copied = delivery.send(message);
    this.#full ||= delivery.queuedBytes >= this.#config.limits.sendBufferBytes;
    return copied;
  }

  /** The application does (not) take what arrives. */
  setReading(reading: boolean, now: number): void {
    this.#liveness.setReading(reading, now);
    this.traffic?.delivery.setReading(reading);
  }

  /** Closes properly: what was sent goes first, then we wait for the peer to be done too. */
  close(now: number, timeoutMs = this.#config.limits.closeTimeoutMs): void {
    this.#closing.begin(now + timeoutMs);
    this.traffic?.finish();
  }

  /** Ends by the next `handleTimeout`, at once; the peer is told if there is room for it now. */
  abort(error: Error, now: number): void {
    const { refusal } = this.#closing;
    if (refusal) this.#finish(refusal.error, refusal.code, now);
    else this.#refuse({ error, code: CloseCode.aborted, at: now, deadline: now });
  }

  /** Bytes to reserve for the next packet, 0 when there is none to send now. */
  pollSize(now: number): number {
    if (this.#over) return this.#farewell?.due ? closePacketBytes : 0;
    const { refusal } = this.#closing;
    if (refusal) return now >= refusal.at ? closePacketBytes : 0;
    const { opening, authentication, traffic } = this.#phases;
    return opening?.nextBytes() || authentication?.nextBytes() || traffic?.nextBytes(now) || 0;
  }

  /** Writes and seals one packet into `packet` (as long as `pollSize` said, or longer) and returns its length. */
  pollPacket(packet: Uint8Array, now: number): number {
    this.packetPath = undefined;
    if (this.#farewell) return this.#farewell.write(packet);
    this.#liveness.sent(now);
    if (this.#closing.refusal) return this.#writeRefusal(packet, this.#closing.refusal, now);
    const { opening, authentication, traffic } = this.#phases;
    if (opening?.nextBytes()) return opening.write(packet, now);
    if (authentication?.nextBytes()) return authentication.write(packet, now);
    const length = (traffic as Traffic).write(packet, now);
    this.packetPath = traffic?.writtenTo;
    this.#handleWritten(traffic as Traffic, now);
    return length;
  }

  pollArrival(): Arrival | undefined {
    return this.traffic?.delivery.pollArrival();
  }

  pollDatagram(): Buffer | undefined {
    return this.traffic?.delivery.pollDatagram();
  }

  /** A message kept by reference that is now written. */
  pollReleased(): Uint8Array | undefined {
    return this.traffic?.delivery.pollReleased();
  }

  pollEvent(): MachineEvent | undefined {
    return this.#events.shift();
  }

  // PhaseHost: what the phases ask for.

  ask(kind: Work["kind"], run: () => unknown, done: (outcome: Outcome, now: number) => void): void {
    this.#events.push({ kind: "work", work: this.#desk.ask(kind, run, done) });
  }

  enterAuthentication(result: HandshakeResult, now: number): void {
    const config = this.#config;
    const authentication = new Authentication(config, this, result);
    this.#peer = result.peer;
    this.#phases.enterAuthentication(authentication);
    if (config.role === "server") return;
    this.#phases.opening = undefined;
    // The server has proven to hold its key, and may send in epoch 1 before we know that it took us.
    this.#events.push(receive);
    authentication.begin(result.peer.offers ?? [], now);
  }

  enterTraffic({ peer, secret = noSecret }: Authenticated, now: number): void {
    const parameters = this.#peer as Parameters;
    const secrets = (this.#phases.authentication as Authentication).trafficSecrets(secret);
    const traffic = this.#config.traits.reliable
      ? new OrderedTraffic(this.#config, this, secrets, parameters)
      : new LossyTraffic(this.#config, this, secrets, parameters, this.#firstPath);
    this.#phases.traffic = traffic;
    this.#peer = undefined;
    this.#liveness.establish(parameters.idle, now);
    this.#events.push({ kind: "established", peer, binding: secrets.exporter });
    if (this.#config.role === "server") return void this.#events.push(receive);
    this.#phases.leaveAuthentication();
    if (!this.#config.traits.reliable) traffic.ping();
    for (const packet of this.#phases.takeEarly()) this.handlePacket(packet, now);
  }

  refuse(error: Error, code: number, since: number, now: number): void {
    const floor = this.#config.limits.refusalFloorMs;
    this.#tell(error, code, since + Math.max(1, Math.ceil((now - since) / (floor || 1))) * floor);
  }

  handleClose(code: number): void {
    this.#finish(closeError(code, this.#config));
  }

  handleEnd(): void {
    this.#events.push({ kind: "end" });
  }

  handleConfirmed(): void {
    this.#events.push({ kind: "confirmed" });
  }

  migrate(path: Path): void {
    this.#events.push({ kind: "migrate", path });
  }

  suspect(error: Error): void {
    this.#suspicion = error;
    this.#events.push({ kind: "suspected", error });
  }

  #handleIn(phase: Phase, packet: Uint8Array, now: number, path: Path | undefined): void {
    const { opening, traffic } = this.#phases;
    if (phase.handlePacket(packet, now, path)) {
      this.#liveness.heard(now);
      if (phase !== traffic) return;
      // The client has left epoch 0, and so does the server.
      this.#phases.leaveAuthentication();
      this.#finishWhenOver(traffic, now);
    } else if (phase !== opening && this.#config.traits.reliable) throw forgedPacket();
    else if (traffic?.channel.exhausted) throw forgedPacket();
  }

  // On a lossy link anyone can send a handshake message: it changes nothing but a counter (spec: H-11).
  #handleFault(error: Error, unauthenticated: boolean, now: number): void {
    if (unauthenticated && !this.#config.traits.reliable) this.#phases.countForgery();
    else this.#tell(error, closeCodeOf(error), now);
  }

  #tell(error: Error, code: number, at: number): void {
    this.#refuse({ error, code, at, deadline: at + patienceMs });
  }

  #refuse(refusal: Refusal): void {
    this.#desk.clear();
    const { authentication, traffic } = this.#phases;
    const canTell = authentication || traffic || this.#config.role === "server";
    if (canTell) this.#closing.refuse(refusal);
    else this.#finish(refusal.error);
  }

  #writeRefusal(packet: Uint8Array, { error, code }: Refusal, now: number): number {
    const length = this.#writeLast(packet, code);
    this.#finish(error, code, now);
    return length;
  }

  #writeLast(packet: Uint8Array, code: number): number {
    const { opening, authentication, traffic } = this.#phases;
    // The peer cannot open epoch 1 before it has all of epoch 0.
    const phase = authentication?.nextBytes() ? authentication : (traffic ?? authentication);
    return phase ? phase.writeClose(packet, code) : (opening as ServerOpening).writeReject(packet, code);
  }

  #handleWritten(traffic: Traffic, now: number): void {
    if (this.#full && traffic.delivery.queuedBytes <= this.#config.limits.sendBufferBytes / 2) {
      this.#full = false;
      this.#events.push({ kind: "writable" });
    }
    this.#finishWhenOver(traffic, now);
  }

  #finishWhenOver(traffic: Traffic, now: number): void {
    if (traffic.over) this.#finish(undefined, CloseCode.done, now);
  }

  #overdue(): Error | undefined {
    return this.#closing.refusal?.error ?? (this.traffic?.complete ? undefined : closeTimeout());
  }

  /** `code`: what the peer is told, and told again should it not hear it. */
  #finish(error: Error | undefined, code?: number, now = 0): void {
    if (this.#over) return;
    this.#over = true;
    this.#desk.clear();
    if (code === undefined || this.#config.traits.reliable) this.#leave();
    else {
      const until = now + (this.traffic?.patienceMs ?? strangerPatienceMs);
      this.#farewell = new Farewell((packet) => this.#writeLast(packet, code), until, code === CloseCode.done);
    }
    this.#events.push({ kind: "closed", error });
  }

  /** Nothing is said any more. */
  #leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#farewell = undefined;
    this.#phases.destroy();
    this.#events.push({ kind: "gone" });
  }
}

// So long a peer that does not read can keep us from telling it why it was refused.
const patienceMs = 1_000;

// A client that was refused repeats itself after half a second, and after one more.
const strangerPatienceMs = 2_000;

const receive = { kind: "receive", limit: receivePacketBytes } as const;

// Stands in for the secret of a mechanism that has none.
const noSecret = new Uint8Array(32);
