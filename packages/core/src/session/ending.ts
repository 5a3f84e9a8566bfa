import type { LinkTraits } from "../link.ts";
import { CloseCode } from "../wire.ts";
import { Closing, type Refusal } from "./closing.ts";
import type { MachineEvent } from "./event.ts";
import { closeTimeout } from "./failures.ts";
import { Farewell } from "./farewell.ts";
import type { Phases } from "./phases.ts";
import type { ServerOpening } from "./server-opening.ts";
import type { Traffic } from "./traffic.ts";

export interface EndingOptions {
  readonly phases: Phases;
  readonly role: "client" | "server";
  readonly traits: LinkTraits;
  readonly tell: (event: MachineEvent) => void;
  /** Called when it is over. */
  readonly stop: () => void;
}

/** How one session ends, and when nothing of it is left. Times in milliseconds. */
export class Ending {
  /** Nothing will come of this session any more. */
  over = false;
  readonly #options: EndingOptions;
  readonly #closing = new Closing();
  /** What is left of a session that is over, on a lossy link. */
  #farewell: Farewell | undefined;
  #gone = false;

  constructor(options: EndingOptions) {
    this.#options = options;
  }

  /** Why it is to end improperly, and the peer is to be told. */
  get refusal(): Refusal | undefined {
    return this.#closing.refusal;
  }

  /** A proper close ends by then, whatever the peer does. */
  begin(deadline: number): void {
    this.#closing.begin(deadline);
  }

  /** The peer is told if it can be, and it is over then. */
  refuse(refusal: Refusal): void {
    const { phases, role } = this.#options;
    this.#options.stop();
    if (phases.authentication || phases.traffic || role === "server") this.#closing.refuse(refusal);
    else this.finish(refusal.error);
  }

  /** A packet came; when it is over, the peer seems not to know. */
  handlePacket(): void {
    this.#farewell?.handlePacket();
  }

  handleTimeout(now: number): void {
    if (this.#farewell && now >= this.#farewell.until) this.leave();
    const { refusal, deadline } = this.#closing;
    if (this.over || now < deadline) return;
    if (refusal) return this.finish(refusal.error, refusal.code, now);
    this.finish(this.#options.phases.traffic?.complete ? undefined : closeTimeout());
  }

  /** The latest time for it; Infinity: there is none. */
  nextTimeout(now: number): number {
    if (this.over) return this.#farewell?.until ?? Number.POSITIVE_INFINITY;
    const { refusal, deadline } = this.#closing;
    return refusal && now < refusal.at ? refusal.at : deadline;
  }

  /** There is a last word to be said now. */
  due(now: number): boolean {
    if (this.#farewell) return this.#farewell.due;
    return !this.over && this.refusal !== undefined && now >= this.refusal.at;
  }

  /** Writes the last word, and returns the packet's length. */
  write(packet: Uint8Array, now: number): number {
    if (this.#farewell) return this.#farewell.write(packet);
    const { error, code } = this.refusal as Refusal;
    const length = this.#writeLast(packet, code);
    this.finish(error, code, now);
    return length;
  }

  finishWhenOver(traffic: Traffic, now: number): void {
    if (traffic.over) this.finish(undefined, CloseCode.done, now);
  }

  /** It is over. `code`: what the peer is told, and told again on a lossy link, should it not hear it. */
  finish(error: Error | undefined, code?: number, now = 0): void {
    if (this.over) return;
    this.over = true;
    const { phases, traits, stop, tell } = this.#options;
    stop();
    if (code === undefined || traits.reliable) this.leave();
    else {
      const until = now + Math.max(phases.traffic?.patienceMs ?? 0, shortestFarewellMs);
      this.#farewell = new Farewell((packet) => this.#writeLast(packet, code), until, code === CloseCode.done);
    }
    tell({ kind: "closed", error });
  }

  /** Nothing is said any more. */
  leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#farewell = undefined;
    this.#options.phases.destroy();
    this.#options.tell({ kind: "gone" });
  }

  #writeLast(packet: Uint8Array, code: number): number {
    const { opening, authentication, traffic } = this.#options.phases;
    // The peer cannot open epoch 1 before it has all of epoch 0.
    const phase = authentication?.nextBytes() ? authentication : (traffic ?? authentication);
    return phase ? phase.writeClose(packet, code) : (opening as ServerOpening).writeReject(packet, code);
  }
}

// A client that was refused repeats itself after half a second, and after one more; a peer that never measured the round
// trip says its end again after 605 ms, and after 1,210 more.
const shortestFarewellMs = 2_000;
