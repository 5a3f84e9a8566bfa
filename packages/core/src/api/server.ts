import { EventEmitter, once } from "node:events";
import type { Peer } from "../authenticator.ts";
import type { SessionDriver, SessionOwner } from "../driver/driver.ts";
import type { SessionListener } from "../driver/listener.ts";
import { AbortedError, UsageError } from "../errors.ts";
import type { Limits } from "../limits.ts";
import type { TransportListener } from "../link.ts";
import { iteratorOver } from "./iterator.ts";
import { Session } from "./session.ts";
import { silentOwner } from "./silent-owner.ts";

export interface ServerEvents {
  /** A client is authenticated. Without a listener, sessions wait for the iteration. */
  session: [session: Session];
  /** Someone was turned away; `address` is where from. */
  refused: [error: Error, address: string];
  /** The transport is in trouble (too many open files, say) and goes on. */
  fault: [error: Error];
}

/** A listening server: an iteration of sessions, which ends when the server closes. */
export class Server extends EventEmitter<ServerEvents> implements AsyncIterable<Session, undefined>, AsyncDisposable {
  readonly #limits: Limits;
  readonly #handshakes = new Set<SessionDriver>();
  readonly #sessions = new Set<Session>();
  readonly #waiting = new Set<Session>();
  readonly #wakes: (() => void)[] = [];
  #transportListener: TransportListener | undefined;
  #sessionListener: SessionListener | undefined;
  #iterated = false;
  #closed: Promise<void> | undefined;

  /** Servers come from `listen`. */
  constructor(limits: Limits) {
    super();
    this.#limits = limits;
  }

  /** The address to connect to, with the real port. */
  get address(): string {
    return this.#transportListener?.address ?? "";
  }

  /** Sessions that are open now. */
  get sessions(): ReadonlySet<Session> {
    return this.#sessions;
  }

  [Symbol.asyncIterator](): AsyncIterator<Session, undefined> {
    if (this.#iterated) {
      throw new UsageError("ERR_COUNTERSIGN_CONSUMED", "The server's sessions already go to an iteration.");
    }
    this.#iterated = true;
    return iteratorOver<Session>({
      poll: () => {
        const [session] = this.#waiting;
        if (session) {
          this.#waiting.delete(session);
          return { done: false, value: session };
        }
        return this.#closed ? { done: true, value: undefined } : undefined;
      },
      wait: (wake) => this.#wakes.push(wake),
      leave: () => {
        this.#iterated = false;
      },
    });
  }

  /**
   * Listens no more, ends unfinished handshakes, and closes every session properly; those that take longer than
   * `drain` milliseconds are aborted. Resolves when all have ended.
   */
  close({ drain = this.#limits.closeTimeoutMs }: { readonly drain?: number } = {}): Promise<void> {
    this.#closed ??= this.#close(drain);
    return this.#closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** @internal */
  start(transportListener: TransportListener, sessionListener: SessionListener, signal: AbortSignal | undefined): void {
    this.#transportListener = transportListener;
    this.#sessionListener = sessionListener;
    const abandon = () => void this.close();
    if (signal?.aborted) abandon();
    else signal?.addEventListener("abort", abandon, { once: true });
  }

  /** @internal Follows a session that was admitted, until it is established or gone: `settled` is called once. */
  own(driver: SessionDriver, settled: () => void): SessionOwner {
    this.#handshakes.add(driver);
    const leave = () => {
      this.#handshakes.delete(driver);
      settled();
    };
    return {
      ...silentOwner,
      handleEstablished: (peer, binding) => {
        leave();
        this.#add(driver, peer, binding);
      },
      handleClosed: (error) => {
        leave();
        if (error) this.refused(error, driver.remoteAddress);
      },
    };
  }

  /** @internal */
  refused(error: Error, address: string): void {
    this.emit("refused", error, address);
  }

  /** @internal */
  fault(error: Error): void {
    this.emit("fault", error);
  }

  #add(driver: SessionDriver, peer: Peer, binding: Uint8Array): void {
    const session = new Session(driver, this.#limits, peer, binding);
    driver.owner = session;
    this.#sessions.add(session);
    session.once("close", () => {
      this.#sessions.delete(session);
      this.#waiting.delete(session);
    });
    if (this.emit("session", session)) return;
    this.#waiting.add(session);
    this.#wake();
  }

  async #close(drain: number): Promise<void> {
    // Marks the server as closed before anything else happens.
    await null;
    this.#wake();
    const stopped = this.#transportListener?.close();
    this.#sessionListener?.close();
    for (const driver of this.#handshakes) driver.abort(new AbortedError("The server is closing."));
    const ends = [...this.#sessions].map(async (session) => {
      const ended = once(session, "close");
      void session.close({ timeout: drain });
      await ended;
    });
    await Promise.allSettled([stopped, ...ends]);
  }

  #wake(): void {
    for (const wake of this.#wakes.splice(0)) wake();
  }
}
