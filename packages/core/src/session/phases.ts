import type { Parameters } from "../handshake/parameters.ts";
import type { TrafficSecrets } from "../handshake/transcript.ts";
import { HandshakeType, maxStrangerBytes } from "../wire.ts";
import type { Authentication } from "./authentication.ts";
import type { ClientOpening } from "./client-opening.ts";
import type { SessionConfig } from "./config.ts";
import { forgedPacket, notCountersign, tooMuchFromStranger } from "./failures.ts";
import { type Acquaintance, LossyTraffic } from "./lossy-traffic.ts";
import { OrderedTraffic } from "./ordered-traffic.ts";
import type { Phase, PhaseHost } from "./phase.ts";
import type { ServerOpening } from "./server-opening.ts";
import type { Traffic } from "./traffic.ts";

/** The phases that are open now, in the order in which they send, and which of them a packet belongs to. */
export class Phases {
  opening: ClientOpening | ServerOpening | undefined;
  authentication: Authentication | undefined;
  traffic: Traffic | undefined;
  readonly #role: "client" | "server";
  readonly #reliable: boolean;
  readonly #early: Uint8Array[] = [];
  #strangerAllowance: number;
  #forged = 0;
  #met = false;

  constructor(role: "client" | "server", reliable: boolean) {
    this.#role = role;
    this.#reliable = reliable;
    this.#strangerAllowance = role === "server" && reliable ? maxStrangerBytes : Number.POSITIVE_INFINITY;
  }

  /** Bytes to reserve for the next packet; 0: none now. */
  nextBytes(now: number): number {
    return this.opening?.nextBytes() || this.authentication?.nextBytes() || this.traffic?.nextBytes(now) || 0;
  }

  /** The phase that the next packet is of, when there is one to send. */
  get next(): Phase {
    if (this.opening?.nextBytes()) return this.opening;
    return this.authentication?.nextBytes() ? this.authentication : (this.traffic as Traffic);
  }

  handleTimeout(now: number): void {
    this.opening?.handleTimeout(now);
    this.authentication?.handleTimeout(now);
    this.traffic?.handleTimeout(now);
  }

  /** Infinity: nothing is due. */
  nextTimeout(now: number): number {
    const { opening, authentication, traffic } = this;
    const never = Number.POSITIVE_INFINITY;
    return Math.min(
      opening?.nextTimeout() ?? never,
      authentication?.nextTimeout() ?? never,
      traffic?.nextTimeout(now) ?? never,
    );
  }

  /** Packets that were no packets of this session's peer. */
  get forged(): number {
    return this.#forged + (this.authentication?.forged ?? 0) + (this.traffic?.channel.opener.forged ?? 0);
  }

  /**
   * The first byte tells handshake messages and epochs apart. A packet of epoch 1 may come before the authentication
   * that admits it has ended: it is held (spec: H-12). Any other packet without a phase throws PeerError on a reliable
   * link, and is counted on a lossy one.
   */
  of(packet: Uint8Array): Phase | undefined {
    if (!this.traffic) this.#countStranger(packet.length);
    const first = packet[0] as number;
    const handshake = first >= HandshakeType.hello && first <= HandshakeType.fragment;
    if (handshake && this.opening) return this.opening;
    if (first === 0 && this.authentication) return this.authentication;
    if (first === 1 && this.traffic) return this.traffic;
    if (first === 1 && this.#mayBeEarly) {
      this.#early.push(Uint8Array.from(packet));
      return undefined;
    }
    if (this.#reliable) throw this.#met ? forgedPacket() : notCountersign();
    this.countForgery();
    return undefined;
  }

  // A server may speak right behind WELCOME, before its client has handled that, or on a lossy link has got it.
  get #mayBeEarly(): boolean {
    if (this.#role === "server" || !this.authentication || this.#early.length >= maxEarlyPackets) return false;
    return !this.#reliable || this.authentication.working;
  }

  countForgery(): void {
    this.#forged++;
  }

  enterAuthentication(authentication: Authentication): void {
    this.authentication = authentication;
    this.#met = true;
  }

  /** Epoch 1 begins, though epoch 0 may still be asked for. */
  enterTraffic(
    config: SessionConfig,
    host: PhaseHost,
    secrets: TrafficSecrets,
    peer: Parameters,
    acquaintance: Acquaintance,
  ): Traffic {
    this.traffic = this.#reliable
      ? new OrderedTraffic(config, host, secrets, peer)
      : new LossyTraffic(config, host, secrets, peer, acquaintance);
    return this.traffic;
  }

  /** Packets of epoch 1 are held until epoch 0 is left. */
  get holding(): boolean {
    return this.#early.length > 0;
  }

  /** The packets of epoch 1 that came before epoch 0 was left. */
  takeEarly(): Uint8Array[] {
    return this.#early.splice(0);
  }

  /** Epoch 0 is over, and so is everything before it. */
  leaveAuthentication(): void {
    this.#forged += this.authentication?.forged ?? 0;
    this.authentication?.destroy();
    this.opening?.destroy();
    this.authentication = undefined;
    this.opening = undefined;
  }

  // What a client may send before it is authenticated (spec: H-14).
  #countStranger(bytes: number): void {
    this.#strangerAllowance -= bytes;
    if (this.#strangerAllowance < 0) throw tooMuchFromStranger();
  }

  destroy(): void {
    this.opening?.destroy();
    this.authentication?.destroy();
    this.traffic?.destroy();
  }
}

const maxEarlyPackets = 16;
