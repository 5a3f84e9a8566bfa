import type { Conditions } from "../relay/conditions.ts";
import type { RelayCounts } from "../relay/direction.ts";
import type { Relaying, RelayRequest } from "../roles/relay.ts";
import { Worker } from "./worker.ts";

/** The process between the two of a pair. */
export class RelayWorker {
  readonly #worker: Worker;

  constructor(relay: { readonly conditions: Conditions; readonly seed: number }) {
    this.#worker = new Worker({ role: "relay", ...relay });
  }

  /** Resolves with the address at which a client finds what listens at `target`. Called once. */
  async openTo(target: string): Promise<string> {
    const relaying = await this.#ask<Relaying>({ target });
    if (relaying.ok) return relaying.address;
    throw new Error(`the relay could not open: ${relaying.error}`);
  }

  counts(): Promise<RelayCounts> {
    return this.#ask<RelayCounts>("counts");
  }

  stop(): Promise<void> {
    return this.#worker.stop();
  }

  #ask<Answer>(request: RelayRequest): Promise<Answer> {
    this.#worker.post(request);
    return this.#worker.receive<Answer>(patienceMs);
  }
}

const patienceMs = 10_000;
