import { PeerError } from "../errors.ts";
import type { Admission } from "../handshake/admission.ts";
import type { Link, LinkHost, LinkSink, LinkTraits, Path } from "../link.ts";
import type { ServerConfig } from "../session/config.ts";
import { SessionMachine } from "../session/machine.ts";
import type { Clock } from "./clock.ts";
import { SessionDriver, type SessionOwner } from "./driver.ts";
import { Stranger, type StrangerHost } from "./stranger.ts";
import { WorkQueue } from "./work-queue.ts";

export interface SessionListenerOptions {
  readonly admission: Admission;
  readonly clock: Clock;
  readonly handshakeTimeoutMs: number;
  readonly maxStrangers: number;
  /** Makes a session's configuration once its link is there. */
  readonly configure: (traits: LinkTraits, startedAt: number) => ServerConfig;
  /** Makes the owner of a session that is about to begin its handshake. */
  readonly own: (driver: SessionDriver, settled: () => void) => SessionOwner;
  readonly refused: (error: Error, address: string) => void;
  readonly fault: (error: Error) => void;
}

/** Meets strangers, admits some, and starts a server's session for each. One failing link never disturbs another. */
export class SessionListener implements LinkHost, StrangerHost {
  readonly #options: SessionListenerOptions;
  readonly #queue: WorkQueue;
  readonly #strangers = new Set<Stranger>();
  #screened = false;

  constructor(options: SessionListenerOptions) {
    this.#options = options;
    this.#queue = new WorkQueue(options.clock, options.handshakeTimeoutMs);
  }

  screen(packet: Uint8Array, path: Path): "ignore" | "admit" | { readonly reply: Uint8Array } {
    const { admission, clock, refused } = this.#options;
    const verdict = admission.screen(packet, path, clock.now());
    this.#screened = verdict.kind === "admit";
    // What is ignored is no news here: it may be a late packet of a session that is over, or a flood (spec: H-22).
    if (verdict.kind !== "answer") return verdict.kind;
    if (verdict.error) refused(verdict.error, path.address);
    return { reply: verdict.reply };
  }

  accept(link: Link): void {
    if (this.#screened) {
      this.#screened = false;
      return link.start(this.admit(link, this.#options.clock.now()));
    }
    const { admission, clock, handshakeTimeoutMs, maxStrangers } = this.#options;
    const [oldest] = this.#strangers;
    if (oldest && this.#strangers.size >= maxStrangers) oldest.evict(crowdedOut());
    const stranger = new Stranger(link, admission, this, clock, handshakeTimeoutMs);
    this.#strangers.add(stranger);
    link.start(stranger);
  }

  admit(link: Link, openedAt: number): LinkSink {
    const { admission, clock, configure, own } = this.#options;
    const machine = new SessionMachine(configure(link.traits, openedAt));
    const driver = new SessionDriver(machine, link, clock, this.#queue);
    driver.owner = own(driver, () => admission.settled());
    driver.start();
    return driver;
  }

  refused(error: Error, link: Link): void {
    this.#options.refused(error, link.remoteAddress);
  }

  gone(stranger: Stranger): void {
    this.#strangers.delete(stranger);
  }

  handleFault(error: Error): void {
    this.#options.fault(error);
  }

  /** Ends the links on which nothing was said yet. */
  close(): void {
    const closing = new PeerError("ERR_COUNTERSIGN_BUSY", "The server is closing.");
    for (const stranger of this.#strangers) stranger.evict(closing);
  }
}

function crowdedOut(): PeerError {
  return new PeerError("ERR_COUNTERSIGN_BUSY", "Too many peers connected without saying anything: the oldest went.");
}
