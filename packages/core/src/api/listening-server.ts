import { EventEmitter } from "node:events";
import type { Peer } from "../authenticator.ts";
import type { Clock } from "../driver/clock.ts";
import type { SessionDriver, SessionOwner } from "../driver/driver.ts";
import type { SessionListener } from "../driver/listener.ts";
import { throwLater } from "../driver/throw-later.ts";
import { AbortedError, UsageError } from "../errors.ts";
import type { Admission } from "../handshake/admission.ts";
import type { Limits } from "../limits.ts";
import type { TransportListener } from "../link.ts";
import type { ServerObserver } from "../observation/server-observer.ts";
import type { SessionObserver } from "../observation/session-observer.ts";
import type { ServerStats } from "../observation/stats.ts";
import { shown } from "../shown.ts";
import type { Attempts } from "../strangers/attempts.ts";
import { Recent } from "../strangers/recent.ts";
import { DrivenSession } from "./driven-session.ts";
import { SourceIterator } from "./iterator.ts";
import { invalid } from "./options.ts";
import type { Server, ServerEvents } from "./server.ts";
import type { Session } from "./session.ts";
import { silentOwner } from "./silent-owner.ts";
import { Sleepers } from "./sleepers.ts";

export interface ServerParts {
  readonly limits: Limits;
  readonly observer: ServerObserver;
  readonly admission: Admission;
  readonly attempts: Attempts;
  readonly clock: Clock;
}

/** What `listen` gives out: meets clients through its listener, and keeps what came of them. */
export class ListeningServer extends EventEmitter<ServerEvents> implements Server {
  readonly #limits: Limits;
  readonly #observer: ServerObserver;
  readonly #admission: Admission;
  readonly #attempts: Attempts;
  readonly #clock: Clock;
  /** When sessions of a name were ended last. */
  readonly #disconnected = new Recent<number>(mostDisconnected);
  readonly #handshakes = new Set<SessionDriver>();
  readonly #sessions = new Set<DrivenSession>();
  readonly #waiting = new Set<Session>();
  readonly #sleepers = new Sleepers();
  readonly #forget = (session: DrivenSession) => {
    this.#sessions.delete(session);
    this.#waiting.delete(session);
  };
  #transportListener: TransportListener | undefined;
  #sessionListener: SessionListener | undefined;
  #iterated = false;
  #unwatch: (() => void) | undefined;
  #closed: Promise<void> | undefined;

  constructor({ limits, observer, admission, attempts, clock }: ServerParts) {
    super();
    this.#limits = limits;
    this.#observer = observer;
    this.#admission = admission;
    this.#attempts = attempts;
    this.#clock = clock;
  }

  get address(): string {
    return this.#transportListener?.address ?? "";
  }

  get sessions(): ReadonlySet<Session> {
    return this.#sessions;
  }

  stats(): ServerStats {
    const { halfOpen, ignored, retried, crowdedOut } = this.#admission;
    return {
      sessions: this.#sessions.size,
      halfOpen,
      strangersIgnored: ignored,
      strangersRetried: retried,
      strangersCrowdedOut: crowdedOut,
      attemptsFailed: this.#attempts.failed,
    };
  }

  [Symbol.asyncIterator](): AsyncIterator<Session, undefined> {
    if (this.#iterated) {
      throw new UsageError("ERR_COUNTERSIGN_CONSUMED", "The server's sessions already go to an iteration.");
    }
    this.#iterated = true;
    return new SourceIterator<Session>({
      poll: () => {
        const [session] = this.#waiting;
        if (session) {
          this.#waiting.delete(session);
          return { done: false, value: session };
        }
        return this.#closed ? { done: true, value: undefined } : undefined;
      },
      wait: (sleeper) => this.#sleepers.add(sleeper),
      leave: () => {
        this.#iterated = false;
      },
    });
  }

  disconnect(name: string): number {
    if (typeof name !== "string") throw invalid("`name` is a peer's name.");
    this.#disconnected.set(name, this.#clock.now());
    const theirs = [...this.#sessions].filter(({ peer }) => peer.name === name);
    for (const session of theirs) session.abort(removed(name));
    return theirs.length;
  }

  close({ drain = this.#limits.closeTimeoutMs }: { readonly drain?: number } = {}): Promise<void> {
    if (!(drain >= 0 && drain < Number.POSITIVE_INFINITY)) throw invalid("`drain` is a number of milliseconds.");
    this.#closed ??= this.#close(drain);
    return this.#closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  start(transportListener: TransportListener, sessionListener: SessionListener, signal: AbortSignal | undefined): void {
    this.#transportListener = transportListener;
    this.#sessionListener = sessionListener;
    const abandon = () => void this.close();
    if (signal?.aborted) abandon();
    else signal?.addEventListener("abort", abandon, { once: true });
    this.#unwatch = () => signal?.removeEventListener("abort", abandon);
  }

  /** Follows a session that was admitted, until it is established or nothing is left of it: `settled` is called once. */
  own(driver: SessionDriver, settled: () => void): SessionOwner {
    this.#handshakes.add(driver);
    const begunAt = this.#clock.now();
    const observer = this.#observer.session(driver.remoteAddress);
    return {
      ...silentOwner,
      handleGone: settled,
      handleEstablished: (peer, binding) => {
        this.#handshakes.delete(driver);
        settled();
        // It was looked up before its sessions were ended, perhaps.
        const { name } = peer;
        const ended = name !== undefined && (this.#disconnected.get(name) ?? Number.NEGATIVE_INFINITY) >= begunAt;
        if (ended) return driver.abort(removed(name));
        observer.established(peer);
        this.#add(driver, observer, peer, binding);
      },
      handleClosed: (error) => {
        this.#handshakes.delete(driver);
        observer.failed(error);
        if (error) harmlessly(() => this.emit("refused", error, driver.remoteAddress));
      },
    };
  }

  /** Someone for whom there was no session yet. */
  turnAway(error: Error, address: string): void {
    this.#observer.refused(error, address);
    harmlessly(() => this.emit("refused", error, address));
  }

  fault(error: Error): void {
    this.#observer.fault(error);
    harmlessly(() => this.emit("fault", error));
  }

  #add(driver: SessionDriver, observer: SessionObserver, peer: Peer, binding: Uint8Array): void {
    const session = new DrivenSession(driver, this.#limits, observer, peer, binding, this.#forget);
    driver.owner = session;
    this.#sessions.add(session);
    if (this.emit("session", session)) return;
    this.#waiting.add(session);
    this.#sleepers.wakeAll();
  }

  async #close(drain: number): Promise<void> {
    // Marks the server as closed before anything else happens.
    await null;
    this.#sleepers.wakeAll();
    this.#unwatch?.();
    const stopped = this.#transportListener?.close();
    this.#sessionListener?.close();
    for (const driver of this.#handshakes) driver.abort(new AbortedError("The server is closing."));
    const ends = [...this.#sessions].map(async (session) => {
      session.close({ timeout: drain }).catch(() => {});
      await session.gone;
    });
    await Promise.allSettled([stopped, ...ends]);
  }
}

function removed(name: string): AbortedError {
  return new AbortedError(`The server ended the sessions of ${shown(name)}.`);
}

const mostDisconnected = 10_000;

/** What a listener throws is for the process: whose link it is, and who waits behind, has nothing to do with it. */
function harmlessly(tell: () => void): void {
  try {
    tell();
  } catch (error) {
    throwLater(error);
  }
}
