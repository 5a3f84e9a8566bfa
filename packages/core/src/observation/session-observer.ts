import type { Peer } from "../authenticator.ts";
import { mayBeKey } from "../shown.ts";
import { channels, codeOf } from "./channels.ts";
import type { ObservedSession } from "./events.ts";
import type { SessionStats } from "./stats.ts";

/** Publishes what becomes of one session. */
export class SessionObserver {
  readonly #session: ObservedSession;
  #peer: Peer | undefined;
  #over = false;

  constructor({ role, transport, suite, address }: ObservedSession) {
    const place = mayBeKey(address) ? "not shown: it may itself be a key" : address;
    this.#session = { role, transport, suite, address: place };
    const { opening } = channels;
    if (opening.hasSubscribers) opening.publish({ session: this.#session });
  }

  established(peer: Peer): void {
    this.#peer = peer;
    const { established } = channels;
    if (established.hasSubscribers) established.publish({ session: this.#session, peer });
  }

  /** Its end before it was established. The first call counts. */
  failed(error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    const { failed } = channels;
    if (failed.hasSubscribers) failed.publish({ session: this.#session, error, code: codeOf(error) });
  }

  closed(error: Error | undefined, stats: () => SessionStats): void {
    const { closed } = channels;
    if (!closed.hasSubscribers) return;
    const peer = this.#peer as Peer;
    closed.publish({ session: this.#session, peer, error, code: codeOf(error), stats: stats() });
  }
}
