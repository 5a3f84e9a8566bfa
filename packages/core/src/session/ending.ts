import type { Path } from "../link.ts";
import { CloseCode } from "../wire.ts";
import { Closing, type Refusal } from "./closing.ts";
import type { SessionConfig } from "./config.ts";
import type { MachineEvent } from "./event.ts";
import { closeTimeout } from "./failures.ts";
import { Farewell } from "./farewell.ts";
import type { Phases } from "./phases.ts";
import type { ServerOpening } from "./server-opening.ts";

export interface EndingOptions {
  readonly phases: Phases;
  readonly config: SessionConfig;
  readonly tell: (event: MachineEvent) => void;
  /** Called when it is over. */
  readonly stop: () => void;
}

/** How one session ends, and when nothing of it is left. Times in milliseconds. */
export class Ending {
  /** Nothing will come of this session any more. */
  over = false;
  /** Where the last word goes when it is said again: to where the peer asked for it, since the client may have moved. */
  answersTo: Path | undefined;
  readonly #options: EndingOptions;
  readonly #closing = new Closing();
  /** What is left of a session that is over, on a lossy link. */
  #farewell: Farewell | undefined;
  #gone = false;
  #said = false;

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
    this.#options.stop();
    if (this.#hasKeys || this.#options.config.role === "server") this.#closing.refuse(refusal);
    else this.finish(refusal.error);
  }

  /** It is over by the next `handleTimeout`, at once; the peer is told if there is room for it now. */
  abort(error: Error, now: number): void {
    if (this.refusal) this.finish(this.refusal.error, this.refusal.code, now);
    else this.refuse({ error, code: CloseCode.aborted, at: now, deadline: now });
  }

  /** A packet came; when it is over, the peer seems not to know, unless it says so itself. */
  handlePacket(packet: Uint8Array, now: number, path: Path | undefined): void {
    if (!this.#farewell) return;
    const { traffic } = this.#options.phases;
    const isAuthentic = traffic !== undefined && packet[0] === 1;
    const heard = isAuthentic ? traffic.hearAfterwards(packet) : "more";
    if (heard === "close") return this.leave();
    if (heard === "nothing") return;
    this.#farewell.handlePacket(now);
    // Anybody can send anything else, in the name of whoever is to be sent something (spec: R-21).
    this.answersTo = isAuthentic ? path : undefined;
  }

  handleTimeout(now: number): void {
    if (this.#farewell && now >= this.#farewell.until) this.leave();
    const { refusal, deadline } = this.#closing;
    if (this.over || now < deadline) return;
    if (refusal) return this.finish(refusal.error, refusal.code, now);
    this.#expire(closeTimeout(), CloseCode.incomplete, now);
  }

  /** It took too long: `error` says what. On a lossy link the peer would not know; a stranger need not. */
  expire(error: Error, now: number): void {
    const { phases, config } = this.#options;
    const isStranger = config.role === "server" && phases.traffic === undefined;
    this.#expire(error, isStranger ? undefined : CloseCode.aborted, now);
  }

  /** Unless only the peer's last word is missing. */
  #expire(error: Error, code: number | undefined, now: number): void {
    if (this.#closing.begun && this.#options.phases.traffic?.complete) this.finish(undefined, CloseCode.done, now);
    else this.finish(error, code, now);
  }

  get #hasKeys(): boolean {
    const { authentication, traffic } = this.#options.phases;
    return authentication !== undefined || traffic !== undefined;
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
    this.#said = true;
    this.finish(error, code, now);
    return length;
  }

  finishWhenOver(now: number): void {
    const { traffic } = this.#options.phases;
    // Who was told so need not tell.
    if (traffic?.over && !this.refusal) this.finish(undefined, traffic.peerIsOver ? undefined : CloseCode.done, now);
  }

  /** It is over. `code`: what the peer is told, and told again on a lossy link, should it not hear it. */
  finish(error: Error | undefined, code?: number, now = 0): void {
    if (this.over) return;
    this.over = true;
    const { phases, config, stop, tell } = this.#options;
    stop();
    if (code === undefined || config.traits.reliable || !this.#hasKeys) this.leave();
    else {
      const patienceMs = Math.max(phases.traffic?.patienceMs ?? strangerPatienceMs, shortestPatienceMs);
      const writeLast = (packet: Uint8Array) => this.#writeLast(packet, code);
      this.#farewell = new Farewell({ writeLast, patienceMs, due: !this.#said, now });
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

// A client that was refused repeats itself after half a second, and after one more.
const strangerPatienceMs = 2_000;

// A busy process hears late.
const shortestPatienceMs = 300;
