import type { Authenticated } from "../authenticator.ts";
import type { Arrival } from "../delivery/arrival.ts";
import { PeerError } from "../errors.ts";
import type { Parameters } from "../handshake/parameters.ts";
import type { HandshakeResult } from "../handshake/transcript.ts";
import { receivePacketBytes } from "../limits.ts";
import type { LinkHint, Path } from "../link.ts";
import { closePacketBytes } from "../packet/close.ts";
import { HandshakeType } from "../wire.ts";
import { Authentication } from "./authentication.ts";
import { ClientOpening, unreachable } from "./client-opening.ts";
import type { SessionConfig } from "./config.ts";
import { Ending } from "./ending.ts";
import type { MachineEvent } from "./event.ts";
import { closeCodeOf, closeError, forgedPacket, overdueError, truncated } from "./failures.ts";
import { Liveness } from "./liveness.ts";
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
  readonly #ending: Ending;
  readonly #desk = new WorkDesk();
  readonly #events: MachineEvent[] = [];
  /** Until "established". */
  #peer: Parameters | undefined;
  #suspicion: Error | undefined;
  #firstPath: Path | undefined;
  #full = false;
  #now = 0;

  constructor(config: SessionConfig) {
    this.#config = config;
    this.#liveness = new Liveness(config.limits, config.startedAt);
    this.#phases = new Phases(config.role, config.traits.reliable);
    const tell = (event: MachineEvent) => this.tell(event);
    const stop = () => this.#desk.clear();
    this.#ending = new Ending({ phases: this.#phases, config, tell, stop });
    this.#phases.opening = config.role === "client" ? new ClientOpening(config, this) : new ServerOpening(config, this);
  }

  /** Where the packet goes that was polled last; undefined: the link's current path. */
  packetPath: Path | undefined;

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
    return this.#ending.over;
  }

  /** Borrows the packet, and may overwrite it. `path`: where it came from. */
  handlePacket(packet: Uint8Array, now: number, path?: Path): void {
    this.#now = now;
    this.#ending.handlePacket(packet, now, path);
    if (this.#stopped) return;
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
    else if (this.#phases.opening instanceof ClientOpening) this.#ending.finish(unreachable(hint.cause));
  }

  /** The path is gone. */
  handleLinkEnd(cause: Error | undefined): void {
    const reason = cause instanceof PeerError ? cause : truncated(this.traffic !== undefined, cause);
    this.#ending.finish(this.#ending.refusal?.error ?? reason);
    this.#ending.leave();
  }

  handleTimeout(now: number): void {
    this.#ending.handleTimeout(now);
    if (this.over) return;
    this.#phases.handleTimeout(now);
    const overdue = this.#liveness.overdue(now);
    if (overdue === "ping") this.traffic?.ping();
    else if (overdue && !this.#ending.refusal) this.#ending.expire(overdueError(overdue, this.#suspicion), now);
  }

  /** When to call `handleTimeout`, if nothing else happens before. */
  nextTimeout(now: number): number | undefined {
    let next = this.#ending.nextTimeout(now);
    if (!this.#stopped) next = Math.min(next, this.#liveness.nextTimeout() ?? next, this.#phases.nextTimeout(now));
    return next === Number.POSITIVE_INFINITY ? undefined : next;
  }

  /** What came of the work that was asked for. */
  handleWork(id: number, outcome: Outcome, now: number): void {
    if (this.#stopped) return;
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
    this.#now = now;
    this.#liveness.setReading(reading, now);
    this.traffic?.delivery.setReading(reading);
  }

  /** Closes properly: what was sent goes first, then we wait for the peer to be done too. */
  close(now: number, timeoutMs = this.#config.limits.closeTimeoutMs): void {
    this.#ending.begin(now + timeoutMs);
    this.traffic?.finish();
  }

  /** Ends by the next `handleTimeout`, at once; the peer is told if there is room for it now. */
  abort(error: Error, now: number): void {
    this.#ending.abort(error, now);
  }

  /** Bytes to reserve for the next packet, 0 when there is none to send now. */
  pollSize(now: number): number {
    const bytes = this.#stopped ? 0 : this.#phases.nextBytes(now);
    // Perhaps the application has taken what was left.
    this.#ending.finishWhenOver(now);
    if (this.#stopped) return this.#ending.due(now) ? closePacketBytes : 0;
    return bytes;
  }

  /** Writes and seals one packet into `packet` (as long as `pollSize` said, or longer) and returns its length. */
  pollPacket(packet: Uint8Array, now: number): number {
    this.packetPath = this.#ending.answersTo;
    this.#liveness.sent(now);
    if (this.#stopped) return this.#ending.write(packet, now);
    const phase = this.#phases.next;
    const length = phase.write(packet, now);
    if (phase === this.traffic) {
      this.packetPath = this.traffic.writtenTo;
      this.#handleWritten(this.traffic, now);
    }
    return length;
  }

  pollArrival(): Arrival | undefined {
    try {
      return this.traffic?.delivery.pollArrival();
    } catch (error) {
      this.#handleFault(error as Error, false, this.#now);
      return undefined;
    }
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
    const acquaintance = { path: this.#firstPath, roundTripMs: this.#liveness.roundTripMs };
    const traffic = this.#phases.enterTraffic(this.#config, this, secrets, parameters, acquaintance);
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
    this.#ending.finish(closeError(code, this.#config));
  }

  handleEnd(): void {
    this.#events.push({ kind: "end" });
    this.#ending.finishWhenOver(this.#now);
  }

  tell(event: MachineEvent): void {
    this.#events.push(event);
  }

  fail(error: Error): void {
    this.#ending.finish(error);
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
      this.#ending.finishWhenOver(now);
    } else if ((phase !== opening && this.#config.traits.reliable) || traffic?.channel.exhausted) throw forgedPacket();
  }

  // On a lossy link anyone can send a handshake message: it changes nothing but a counter (spec: H-11).
  #handleFault(error: Error, unauthenticated: boolean, now: number): void {
    if (unauthenticated && !this.#config.traits.reliable) this.#phases.countForgery();
    else this.#tell(error, closeCodeOf(error), now);
  }

  #tell(error: Error, code: number, at: number): void {
    this.#ending.refuse({ error, code, at, deadline: at + patienceMs });
  }

  #handleWritten(traffic: Traffic, now: number): void {
    if (this.#full && traffic.delivery.queuedBytes <= this.#config.limits.sendBufferBytes / 2) {
      this.#full = false;
      this.#events.push({ kind: "writable" });
    }
    this.#ending.finishWhenOver(now);
  }

  /** It is over, or to be over: nothing is done any more but to say so. */
  get #stopped(): boolean {
    return this.#ending.over || this.#ending.refusal !== undefined;
  }
}

// So long a peer that does not read can keep us from telling it why it was refused.
const patienceMs = 1_000;

const receive = { kind: "receive", limit: receivePacketBytes } as const;

// Stands in for the secret of a mechanism that has none.
const noSecret = new Uint8Array(32);
