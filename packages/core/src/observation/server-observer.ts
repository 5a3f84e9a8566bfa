import { channels, codeOf } from "./channels.ts";
import type { ObservedSession } from "./events.ts";
import { SessionObserver } from "./session-observer.ts";

/** Publishes what a listening server meets. */
export class ServerObserver {
  readonly #facts: Pick<ObservedSession, "transport" | "suite">;

  constructor(facts: Pick<ObservedSession, "transport" | "suite">) {
    this.#facts = facts;
  }

  /** Of a client that was admitted. */
  session(address: string): SessionObserver {
    return new SessionObserver({ role: "server", ...this.#facts, address });
  }

  refused(error: Error, address: string): void {
    const { refused } = channels;
    if (!refused.hasSubscribers) return;
    refused.publish({ transport: this.#facts.transport, address, error, code: codeOf(error) });
  }

  fault(error: Error): void {
    const { fault } = channels;
    if (fault.hasSubscribers) fault.publish({ transport: this.#facts.transport, error });
  }
}
