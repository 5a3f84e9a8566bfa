import type { AuthContext, Authenticated } from "../authenticator.ts";
import { PeerError } from "../errors.ts";
import { dataSecrets, type HandshakeResult } from "../handshake/transcript.ts";
import type { LinkHint } from "../link.ts";
import { closePacketBytes } from "../packet/close.ts";
import { CloseCode, HandshakeType, maxPacketBytes } from "../wire.ts";
import { Authentication } from "./authentication.ts";
import { ClientOpening } from "./client-opening.ts";
import { Closing, type Ending } from "./closing.ts";
import type { SessionConfig } from "./config.ts";
import type { MachineEvent } from "./event.ts";
import {
  closeCodeOf,
  closeError,
  closeTimeout,
  forgedPacket,
  notCountersign,
  notOffered,
  overdueError,
  truncated,
} from "./failures.ts";
import { Liveness } from "./liveness.ts";
import type { House, Room } from "./room.ts";
import { ServerOpening } from "./server-opening.ts";
import { Traffic } from "./traffic.ts";
import { type Outcome, type Work, WorkDesk } from "./work.ts";

/**
 * The life of one session, without socket, clock or randomness of its own: input is `handle…`, output is `poll…`,
 * `now` is milliseconds of a monotonic clock. What belongs to one kind of packet is done in its room.
 */
export class SessionMachine implements House {
  readonly #config: SessionConfig;
  readonly #desk = new WorkDesk();
  readonly #events: MachineEvent[] = [];
  readonly #early: Uint8Array[] = [];
  readonly #liveness: Liveness;
  readonly #closing = new Closing();
  #opening: ClientOpening | ServerOpening | undefined;
  #authentication: Authentication | undefined;
  #traffic: Traffic | undefined;
  #handshake: HandshakeResult | undefined;
  #ending: Ending | undefined;
  #suspicion: Error | undefined;
  #closed = false;
  #full = false;
  #forged = 0;

  constructor(config: SessionConfig) {
    this.#config = config;
    this.#liveness = new Liveness(config.limits, config.startedAt);
    this.#opening = config.role === "client" ? new ClientOpening(config, this) : new ServerOpening(config, this);
  }

  /** Messages and packets in epoch 1, from "established" on. */
  get traffic(): Traffic | undefined {
    return this.#traffic;
  }

  /** Largest message that the peer accepts, in bytes. */
  get maxMessageBytes(): number {
    return this.#handshake?.peer.maxMessage ?? 0;
  }

  /** Packets that were no packets of this session's peer. */
  get packetsForged(): number {
    return this.#forged + (this.#authentication?.forged ?? 0) + (this.#traffic?.forged ?? 0);
  }

  /** Borrows the packet, and may overwrite it. */
  handlePacket(packet: Uint8Array, now: number): void {
    if (this.#closed || this.#ending) return;
    try {
      const room = this.#roomOf(packet);
      if (room) this.#handleIn(room, packet, now);
    } catch (error) {
      this.#handleFault(error as Error, packet[0] as number, now);
    }
  }

  /** The path is gone. */
  handleLinkEnd(cause: Error | undefined): void {
    if (this.#closed) return;
    if (this.#ending) return this.#finish(this.#ending.error);
    const nothingLost = this.#closing.peerDone && (this.#traffic?.delivery.queuedBytes ?? 0) === 0;
    if (nothingLost) return this.#finish(undefined);
    this.#finish(cause instanceof PeerError ? cause : truncated(this.#traffic !== undefined, cause));
  }

  handleTimeout(now: number): void {
    if (this.#closed) return;
    if (this.#ending && now >= this.#ending.deadline) return this.#finish(this.#ending.error);
    if (now >= (this.#closing.deadline ?? Number.POSITIVE_INFINITY)) return this.#finish(closeTimeout());
    for (const room of this.#rooms) room.handleTimeout(now);
    const overdue = this.#liveness.overdue(now);
    if (overdue === "ping") this.#traffic?.ping();
    else if (overdue && !this.#ending) this.#finish(overdueError(overdue, this.#suspicion));
  }

  nextTimeout(): number | undefined {
    if (this.#closed) return undefined;
    const times = [
      this.#ending?.at,
      this.#ending?.deadline,
      this.#closing.deadline,
      this.#liveness.nextTimeout(),
      ...this.#rooms.map((room) => room.nextTimeout()),
    ].filter((time) => time !== undefined);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** What came of the work that was asked for. */
  handleWork(id: number, outcome: Outcome, now: number): void {
    if (this.#closed || this.#ending) return;
    try {
      this.#desk.handle(id, outcome, now);
    } catch (error) {
      const firstByte = this.#authentication ? 0 : HandshakeType.accept;
      this.#handleFault(error as Error, firstByte, now);
    }
  }

  /** False: kept by reference until `pollReleased`. Only after "established". */
  send(message: Uint8Array): boolean {
    const delivery = (this.#traffic as Traffic).delivery;
    const copied = delivery.send(message);
    this.#full ||= delivery.queuedBytes >= this.#config.limits.sendBufferBytes;
    return copied;
  }

  pollMessage(): Buffer | undefined {
    return this.#traffic?.delivery.pollMessage();
  }

  pollDatagram(): Buffer | undefined {
    return this.#traffic?.delivery.pollDatagram();
  }

  /** A message kept by reference that is now written. */
  pollReleased(): Uint8Array | undefined {
    return this.#traffic?.delivery.pollReleased();
  }

  /** The application does (not) take what arrives. */
  setReading(reading: boolean, now: number): void {
    this.#liveness.setReading(reading, now);
    this.#events.push({ kind: "read", paused: !reading });
  }

  /** Closes properly: what was sent goes first, then we wait for the peer to be done too. */
  close(now: number, timeoutMs = this.#config.limits.closeTimeoutMs): void {
    if (this.#closed || this.#ending || this.#closing.begun) return;
    this.#closing.begin(now + timeoutMs);
    this.#traffic?.finish();
  }

  /** Ends at once, by the next `handleTimeout`; the peer is told if there is room for it now. */
  abort(error: Error, now: number): void {
    this.#end(error, CloseCode.aborted, now, now, 0);
  }

  /** Bytes to reserve for the next packet, 0 when there is none to send now. */
  pollSize(now: number): number {
    if (this.#closed) return 0;
    if (this.#ending) return now >= this.#ending.at ? closePacketBytes : 0;
    return this.#opening?.nextBytes() || this.#authentication?.nextBytes() || this.#traffic?.nextBytes() || 0;
  }

  /** Writes and seals one packet into `packet` (as long as `pollSize` said, or longer) and returns its length. */
  pollPacket(packet: Uint8Array, now: number): number {
    this.#liveness.sent(now);
    if (this.#ending) return this.#writeEnding(packet, this.#ending);
    const room = this.#rooms.find((candidate) => candidate.nextBytes() > 0) as Room;
    const length = room.write(packet, now);
    if (room === this.#authentication) this.#leaveAuthentication();
    else if (room === this.#traffic) this.#afterTraffic(this.#traffic);
    return length;
  }

  pollEvent(): MachineEvent | undefined {
    return this.#events.shift();
  }

  // House: what the rooms ask for.

  ask(kind: Work["kind"], run: () => unknown, done: (outcome: Outcome, now: number) => void): void {
    this.#events.push({ kind: "work", work: this.#desk.ask(kind, run, done) });
  }

  enterAuthentication(result: HandshakeResult, now: number): void {
    const config = this.#config;
    this.#handshake = result;
    this.#authentication = new Authentication(config, this, result);
    if (config.role === "server") return;
    this.#opening = undefined;
    const offers = result.peer.offers as readonly string[];
    if (offers.includes(config.authenticator.mechanism)) this.#authentication.begin(now);
    else this.#end(notOffered(config.authenticator.mechanism, offers), CloseCode.mechanism, now);
  }

  enterTraffic({ peer, secret }: Authenticated, { binding }: AuthContext, now: number): void {
    const { state } = this.#authentication as Authentication;
    const { peer: parameters } = this.#handshake as HandshakeResult;
    this.#traffic = new Traffic(this.#config, this, dataSecrets(state, secret ?? noSecret), parameters);
    this.#liveness.establish(parameters.idle, now);
    this.#events.push({ kind: "established", peer, binding, receiveLimit: maxPacketBytes });
    if (this.#config.role === "server") return;
    this.#dropAuthentication();
    if (!this.#config.traits.reliable) this.#traffic.ping();
    for (const packet of this.#early.splice(0)) this.handlePacket(packet, now);
  }

  refuse(error: Error, closeCode: number, since: number): void {
    this.#end(error, closeCode, since, since + this.#config.limits.refusalFloorMs);
  }

  handleClose(code: number, now: number): void {
    if (code !== CloseCode.done || !this.#traffic) return this.#finish(closeError(code, this.#config.role));
    this.#closing.peerDone = true;
    this.#events.push({ kind: "end" });
    this.#finishWhenOver();
  }

  handleConfirmed(): void {
    this.#events.push({ kind: "confirmed" });
    this.#finishWhenOver();
  }

  suspect(error: Error): void {
    this.#suspicion = error;
  }

  /** Unauthenticated news of the path: while the handshake runs, a likely reason for its failure. */
  handleHint(hint: LinkHint): void {
    if (hint.kind === "unreachable") this.suspect(hint.cause);
  }

  get #rooms(): Room[] {
    return [this.#opening, this.#authentication, this.#traffic].filter((room) => room !== undefined);
  }

  /** The first byte tells handshake messages and epochs apart. Undefined: not for now, on a lossy link. */
  #roomOf(packet: Uint8Array): Room | undefined {
    const first = packet[0] as number;
    const room = first >= HandshakeType.hello ? this.#opening : first === 0 ? this.#authentication : this.#traffic;
    if (room && (first <= 1 || first >= HandshakeType.hello)) return room;
    if (this.#config.traits.reliable) throw this.#handshake ? forgedPacket() : notCountersign();
    const early = first === 1 && this.#authentication && this.#early.length < maxEarlyPackets;
    if (early) this.#early.push(Uint8Array.from(packet));
    else this.#forged++;
    return undefined;
  }

  #handleIn(room: Room, packet: Uint8Array, now: number): void {
    const authentic = room.handlePacket(packet, now);
    if (authentic) {
      this.#liveness.heard(now);
      if (room === this.#traffic && this.#authentication) this.#dropAuthentication();
    } else if (room !== this.#opening && this.#config.traits.reliable) throw forgedPacket();
    else if (this.#traffic?.exhausted) throw forgedPacket();
  }

  // On a lossy link anyone can send a handshake message: it changes nothing but a counter.
  #handleFault(error: Error, firstByte: number, now: number): void {
    const unauthenticated = firstByte >= HandshakeType.hello;
    if (unauthenticated && !this.#config.traits.reliable) this.#forged++;
    else this.#end(error, closeCodeOf(error), now);
  }

  #end(error: Error, code: number, since: number, at = since, patienceMs = endingPatienceMs): void {
    if (this.#closed || this.#ending) return;
    this.#desk.clear();
    const mayTell = this.#authentication ?? this.#traffic ?? this.#config.role === "server";
    if (!mayTell) return this.#finish(error);
    this.#ending = { error, code, at, deadline: at + patienceMs };
  }

  #writeEnding(packet: Uint8Array, { error, code }: Ending): number {
    const room = this.#traffic ?? this.#authentication;
    const length = room ? room.writeClose(packet, code) : (this.#opening as ServerOpening).writeReject(packet);
    this.#finish(error);
    return length;
  }

  // The server keeps epoch 0 until the client is known to have left it.
  #leaveAuthentication(): void {
    if (this.#traffic && this.#config.traits.reliable && this.#authentication?.quiet) this.#dropAuthentication();
  }

  #dropAuthentication(): void {
    this.#authentication?.destroy();
    this.#authentication = undefined;
    this.#opening = undefined;
  }

  #afterTraffic({ delivery }: Traffic): void {
    if (this.#full && delivery.queuedBytes <= this.#config.limits.sendBufferBytes / 2) {
      this.#full = false;
      this.#events.push({ kind: "writable" });
    }
    this.#finishWhenOver();
  }

  #finishWhenOver(): void {
    const unconfirmed = !this.#config.traits.reliable && this.#traffic?.closeWritten;
    if (this.#traffic?.over || unconfirmed) this.#finish(undefined);
  }

  #finish(error: Error | undefined): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#desk.clear();
    for (const room of this.#rooms) room.destroy();
    this.#events.push({ kind: "closed", error });
  }
}

const maxEarlyPackets = 16;

// So long a peer that does not read can keep us from telling it why it was refused.
const endingPatienceMs = 1_000;

// Stands in for the secret of a mechanism that has none.
const noSecret = new Uint8Array(32);
