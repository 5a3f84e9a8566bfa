import { HandshakeType } from "../wire.ts";
import type { Authentication } from "./authentication.ts";
import type { ClientOpening } from "./client-opening.ts";
import { forgedPacket, notCountersign } from "./failures.ts";
import type { Room } from "./room.ts";
import type { ServerOpening } from "./server-opening.ts";
import type { Traffic } from "./traffic.ts";

/** The rooms that are open now, in the order in which they send, and which of them a packet belongs to. */
export class Rooms {
  opening: ClientOpening | ServerOpening | undefined;
  authentication: Authentication | undefined;
  traffic: Traffic | undefined;
  readonly #reliable: boolean;
  readonly #early: Uint8Array[] = [];
  #forged = 0;
  #met = false;

  constructor(reliable: boolean) {
    this.#reliable = reliable;
  }

  get open(): Room[] {
    return [this.opening, this.authentication, this.traffic].filter((room) => room !== undefined);
  }

  /** Packets that were no packets of this session's peer. */
  get forged(): number {
    return this.#forged + (this.authentication?.forged ?? 0) + (this.traffic?.forged ?? 0);
  }

  /**
   * The first byte tells handshake messages and epochs apart. On a reliable link a packet that has no room throws
   * PeerError; on a lossy one it is kept for later if it came early (spec: H-12), or counted.
   */
  of(packet: Uint8Array): Room | undefined {
    const first = packet[0] as number;
    const handshake = first >= HandshakeType.hello && first <= HandshakeType.fragment;
    if (handshake && this.opening) return this.opening;
    if (first === 0 && this.authentication) return this.authentication;
    if (first === 1 && this.traffic) return this.traffic;
    if (this.#reliable) throw this.#met ? forgedPacket() : notCountersign();
    const early = first === 1 && this.authentication && this.#early.length < maxEarlyPackets;
    if (early) this.#early.push(Uint8Array.from(packet));
    else this.countForgery();
    return undefined;
  }

  countForgery(): void {
    this.#forged++;
  }

  enterAuthentication(authentication: Authentication): void {
    this.authentication = authentication;
    this.#met = true;
  }

  /** The packets of epoch 1 that came before epoch 0 was left. */
  takeEarly(): Uint8Array[] {
    return this.#early.splice(0);
  }

  /** Epoch 0 is over, and so is everything before it. */
  leaveAuthentication(): void {
    this.authentication?.destroy();
    this.opening?.destroy();
    this.authentication = undefined;
    this.opening = undefined;
  }

  destroy(): void {
    for (const room of this.open) room.destroy();
  }
}

const maxEarlyPackets = 16;
