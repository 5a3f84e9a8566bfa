import type { Peer } from "../authenticator.ts";
import type { Arrival } from "../delivery/arrival.ts";
import type { Link, LinkHint, LinkSink, Path } from "../link.ts";
import type { MachineEvent } from "../session/event.ts";
import type { SessionMachine } from "../session/machine.ts";
import type { Outcome, Work } from "../session/work.ts";
import type { Clock } from "./clock.ts";
import { throwLater } from "./throw-later.ts";
import type { WorkQueue } from "./work-queue.ts";

/** Who a driver tells what happens to its session. No method throws. */
export interface SessionOwner {
  handleEstablished(peer: Peer, binding: Uint8Array): void;
  /** Somebody, perhaps the server, says why there will be no session. Before `handleEstablished` only. */
  handleSuspicion?(error: Error): void;
  handleMessages(arrival: Arrival): void;
  handleDatagram(datagram: Buffer): void;
  handleWritable(): void;
  /** The oldest message kept by reference is written. */
  handleReleased(): void;
  /** The peer is done; the messages are complete. */
  handleEnd(): void;
  /** Everything sent before our close has arrived. */
  handleConfirmed(): void;
  handleClosed(error: Error | undefined): void;
  /** Nothing is left of the session, whose last word may have been said for a while on a lossy link. */
  handleGone?(): void;
}

/** The one place where a session, its link and the clock meet. */
export class SessionDriver implements LinkSink {
  /** Set before `start`. */
  owner!: SessionOwner;
  readonly machine: SessionMachine;
  readonly #link: Link;
  readonly #clock: Clock;
  readonly #queue: WorkQueue | undefined;
  #cancelTimer: (() => void) | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #deferred = false;
  #settling = false;
  #inTurn = false;
  #delivering = false;
  #aborted = false;
  #blocked = false;
  #linkOpen = true;
  #held = false;
  #established = false;

  /** Private-key operations wait their turn in `queue`, if there is one. */
  constructor(machine: SessionMachine, link: Link, clock: Clock, queue?: WorkQueue) {
    this.machine = machine;
    this.#link = link;
    this.#clock = clock;
    this.#queue = queue;
  }

  get remoteAddress(): string {
    return this.#link.remoteAddress;
  }

  /** Sends what the session has to say first, and sets its timer. */
  start(): void {
    this.#settle();
  }

  /** Something was queued to be sent: what comes in one turn of the event loop goes out together at its end. */
  flushSoon(): void {
    const queued = this.machine.traffic?.delivery.queuedBytes ?? 0;
    if (queued >= eagerBytes && !this.#blocked) {
      this.#pump();
      if (!this.#settling) this.#settle();
    } else this.#defer();
  }

  #defer(): void {
    if (this.#deferred) return;
    this.#deferred = true;
    this.#clock.defer(() => {
      this.#deferred = false;
      this.#settle();
    });
  }

  /** The application does (not) take what arrives. Holds at once, in the middle of a turn too. */
  setReading(reading: boolean): void {
    this.machine.setReading(reading, this.#clock.now());
    if (reading) this.#link.resume();
    else this.#link.pause();
    // On a lossy link there is more to deliver, and the peer is to hear of it.
    if (reading) this.#defer();
    else if (!this.#settling) this.#arm();
  }

  close(timeoutMs?: number): void {
    this.machine.close(this.#clock.now(), timeoutMs);
    this.#settle();
  }

  abort(error: Error): void {
    const now = this.#clock.now();
    this.#aborted = true;
    this.machine.abort(error, now);
    this.#pump();
    this.machine.handleTimeout(now);
    this.#settle();
  }

  handlePacket(packet: Uint8Array, path: Path): void {
    this.machine.handlePacket(packet, this.#clock.now(), path);
    if (this.machine.overtaken && !this.#held) {
      this.#held = true;
      this.#link.pause();
    }
    // The first packet of a turn at once, since it may be the only one; many small ones together.
    if (!this.#inTurn || this.#link.traits.reliable) this.#deliver();
    this.#inTurn = true;
  }

  handleTurnEnd(): void {
    this.#inTurn = false;
    this.#settle();
  }

  handleWritable(): void {
    this.#blocked = false;
    this.#settle();
  }

  handleHint(hint: LinkHint): void {
    this.machine.handleHint(hint);
    this.#settle();
  }

  handleEnd(cause?: Error): void {
    this.#linkOpen = false;
    this.machine.handleLinkEnd(cause);
    this.#settle();
  }

  /** Delivers, sends and obeys until the session has nothing more to say. */
  #settle(): void {
    if (this.#settling) return;
    if (this.#delivering) {
      // What a listener asked for goes out at once; what comes of it waits for the messages before it.
      this.#pump();
      return this.#defer();
    }
    this.#settling = true;
    let now: number;
    do {
      this.#deliver();
      now = this.#clock.now();
      this.#pump(now);
    } while (this.#obey());
    this.#settling = false;
    // What was not due when we looked for it gets a timer.
    this.#arm(now);
  }

  /** In order: a listener that leads back here leaves the rest to the call that is under way. */
  #deliver(): void {
    if (!this.#established || this.#delivering) return;
    this.#delivering = true;
    try {
      this.#deliverAll();
    } catch (error) {
      this.#defer();
      throwLater(error);
    }
    this.#delivering = false;
  }

  #deliverAll(): void {
    const { machine, owner } = this;
    for (let arrival = machine.pollArrival(); arrival && !this.#aborted; arrival = machine.pollArrival()) {
      owner.handleMessages(arrival);
    }
    for (let datagram = machine.pollDatagram(); datagram && !this.#aborted; datagram = machine.pollDatagram()) {
      owner.handleDatagram(datagram);
    }
  }

  #pump(now = this.#clock.now()): void {
    if (!this.#linkOpen || this.#blocked) return;
    for (let bytes = this.machine.pollSize(now); bytes > 0; bytes = this.machine.pollSize(now)) {
      const packet = this.#link.reserve(bytes);
      if (!packet) {
        this.#blocked = true;
        break;
      }
      this.#link.commit(this.#write(packet, now), this.machine.packetPath);
    }
    this.#link.flush();
    while (this.machine.pollReleased()) this.owner.handleReleased();
  }

  /** Bytes of the packet written, 0 for none: a message that can no longer be sent ends the session and nothing else. */
  #write(packet: Uint8Array, now: number): number {
    try {
      return this.machine.pollPacket(packet, now);
    } catch (error) {
      this.machine.abort(error as Error, now);
      return 0;
    }
  }

  /** Returns whether anything happened that may have given the session more to say. */
  #obey(): boolean {
    let any = false;
    for (let event = this.machine.pollEvent(); event; event = this.machine.pollEvent()) {
      try {
        this.#handleEvent(event);
      } catch (error) {
        throwLater(error);
      }
      any = true;
    }
    return any;
  }

  #handleEvent(event: MachineEvent): void {
    switch (event.kind) {
      case "work":
        return this.#run(event.work);
      case "receive":
        return this.#link.limitReceive(event.limit);
      case "established":
        if (this.#held) this.#link.resume();
        this.#established = true;
        this.owner.handleEstablished(event.peer, event.binding);
        return this.#deliver();
      case "suspected":
        return this.owner.handleSuspicion?.(event.error);
      case "writable":
        return this.owner.handleWritable();
      case "end":
        return this.owner.handleEnd();
      case "confirmed":
        return this.owner.handleConfirmed();
      case "migrate":
        return this.#link.migrate(event.path);
      case "gone":
        if (this.#linkOpen && this.#blocked) this.#link.abort();
        else if (this.#linkOpen) void this.#link.close();
        this.#linkOpen = false;
        return this.owner.handleGone?.();
      case "closed":
        return this.owner.handleClosed(event.error);
    }
  }

  #run({ id, kind, run }: Work): void {
    const finish = (outcome: Outcome) => {
      this.machine.handleWork(id, outcome, this.#clock.now());
      this.#settle();
    };
    const wanted = () => !this.machine.over;
    const start = () => (kind === "decapsulate" && this.#queue ? this.#queue.run(run, wanted) : run());
    const outcome = attempt(start);
    if (!outcome.ok || !isThenable(outcome.value)) return finish(outcome);
    outcome.value.then(
      (value) => finish({ ok: true, value }),
      (error) => finish({ ok: false, error }),
    );
  }

  // A timer that comes too early only looks again: most packets leave it as it is.
  #arm(now = this.#clock.now()): void {
    const next = this.machine.nextTimeout(now) ?? Number.POSITIVE_INFINITY;
    if (next === this.#timerAt || (next > this.#timerAt && next !== Number.POSITIVE_INFINITY)) return;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#timerAt = next;
    if (next === Number.POSITIVE_INFINITY) return;
    this.#cancelTimer = this.#clock.setTimer(() => {
      this.#timerAt = Number.POSITIVE_INFINITY;
      this.machine.handleTimeout(this.#clock.now());
      this.#settle();
    }, next);
  }
}

function attempt(run: () => unknown): Outcome {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    return { ok: false, error };
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined)?.then === "function";
}

// So much is sent at once even in the middle of a turn, in bytes: as much as a link takes in one call.
const eagerBytes = 256 * 1024;
