import { PeerError } from "../errors.ts";
import type { Admission } from "../handshake/admission.ts";
import type { Limits } from "../limits.ts";
import type { Link, LinkHost, LinkSink, Path } from "../link.ts";
import type { ServerConfig } from "../session/config.ts";
import { SessionMachine } from "../session/machine.ts";
import type { Clock } from "./clock.ts";
import { SessionDriver, type SessionOwner } from "./driver.ts";
import { Stranger, type StrangerHost } from "./stranger.ts";
import { WorkQueue } from "./work-queue.ts";

export interface SessionListenerOptions {
  readonly admission: Admission;
  readonly clock: Clock;
  readonly limits: Pick<Limits, "maxHalfOpen" | "maxHalfOpenPerAddress" | "handshakeTimeoutMs">;
  /** Makes a session's configuration once its link is there. */
  readonly configure: (link: Link, startedAt: number) => ServerConfig;
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
  #screened: (() => void) | undefined;

  constructor(options: SessionListenerOptions) {
    this.#options = options;
    this.#queue = new WorkQueue(options.clock, options.limits.handshakeTimeoutMs);
  }

  screen(packet: Uint8Array, path: Path): "ignore" | "admit" | { readonly reply: Uint8Array } {
    const { admission, clock, refused } = this.#options;
    const verdict = admission.screen(packet, path, clock.now());
    this.#screened = verdict.kind === "admit" ? verdict.settled : undefined;
    // What is ignored is no news here: it may be a late packet of a session that is over, or a flood (spec: H-22).
    if (verdict.kind !== "answer") return verdict.kind;
    if (verdict.error) refused(verdict.error, path.address);
    return { reply: verdict.reply };
  }

  accept(link: Link): void {
    const { admission, clock, limits } = this.#options;
    const settled = this.#screened;
    this.#screened = undefined;
    if (settled) return link.start(this.admit(link, clock.now(), settled));
    const stranger = new Stranger(link, admission, this, clock, limits.handshakeTimeoutMs);
    this.#makeRoom(stranger.block);
    this.#strangers.add(stranger);
    link.start(stranger);
  }

  admit(link: Link, openedAt: number, settled: () => void): LinkSink {
    const { clock, configure, own } = this.#options;
    const machine = new SessionMachine(configure(link, openedAt));
    const driver = new SessionDriver(machine, link, clock, this.#queue);
    driver.owner = own(driver, settled);
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

  /** For one more from there: the oldest goes, of its own kind first (spec: H-23). */
  #makeRoom(block: string): void {
    const { maxHalfOpen, maxHalfOpenPerAddress } = this.#options.limits;
    if (this.#strangers.size < Math.min(maxHalfOpen, maxHalfOpenPerAddress)) return;
    const [oldest] = this.#strangers;
    const neighbours = [...this.#strangers].filter((stranger) => stranger.block === block);
    if (neighbours.length >= maxHalfOpenPerAddress) neighbours[0]?.evict(crowdedOut());
    else if (this.#strangers.size >= maxHalfOpen) oldest?.evict(crowdedOut());
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
