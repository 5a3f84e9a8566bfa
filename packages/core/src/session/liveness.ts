import type { Limits } from "../limits.ts";

/** What the clock says about a session. */
export type Overdue = "handshake" | "idle" | "ping" | undefined;

/** The time limits of a session: handshake, silence of the peer, silence of our own. Times in milliseconds. */
export class Liveness {
  readonly #limits: Limits;
  readonly #handshakeDeadline: number;
  #established = false;
  #reading = true;
  #pingAfter = Number.POSITIVE_INFINITY;
  #heardAt: number;
  #sentAt: number;
  #firstSentAt: number | undefined;
  #firstAnswerMs: number | undefined;

  constructor(limits: Limits, startedAt: number) {
    this.#limits = limits;
    this.#handshakeDeadline = startedAt + limits.handshakeTimeoutMs;
    this.#heardAt = startedAt;
    this.#sentAt = startedAt;
  }

  /** `peerIdle`: the peer's own limit, which we keep within by a PING after a third of it (spec: S-4). */
  establish(peerIdle: number, now: number): void {
    this.#established = true;
    if (peerIdle > 0) this.#pingAfter = Math.max(peerIdle / 3, shortestPingMs);
    this.#heardAt = now;
    this.#sentAt = now;
  }

  /** An authentic packet arrived. */
  heard(now: number): void {
    if (this.#firstSentAt !== undefined) this.#firstAnswerMs ??= now - this.#firstSentAt;
    this.#heardAt = now;
  }

  sent(now: number): void {
    this.#firstSentAt ??= now;
    this.#sentAt = now;
  }

  /** What the first authentic answer to our first packet took, in milliseconds: a round trip, and work. */
  get roundTripMs(): number | undefined {
    return this.#firstAnswerMs;
  }

  /** While the application does not read, the peer's silence means nothing. */
  setReading(reading: boolean, now: number): void {
    this.#reading = reading;
    this.#heardAt = now;
  }

  /** "ping" is said once, and again after another third. */
  overdue(now: number): Overdue {
    if (!this.#established) return now >= this.#handshakeDeadline ? "handshake" : undefined;
    if (now >= this.#idleDeadline) return "idle";
    if (now < this.#sentAt + this.#pingAfter) return undefined;
    this.#sentAt = now;
    return "ping";
  }

  nextTimeout(): number | undefined {
    if (!this.#established) return this.#handshakeDeadline;
    const next = Math.min(this.#idleDeadline, this.#sentAt + this.#pingAfter);
    return next === Number.POSITIVE_INFINITY ? undefined : next;
  }

  get #idleDeadline(): number {
    const { idleTimeoutMs } = this.#limits;
    return idleTimeoutMs > 0 && this.#reading ? this.#heardAt + idleTimeoutMs : Number.POSITIVE_INFINITY;
  }
}

// A peer cannot make us send without pause.
const shortestPingMs = 100;
