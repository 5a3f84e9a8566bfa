/**
 * What a session asks of its driver, to be done when it has sent what there is to send: slow things (a private-key
 * operation, an authenticator's step), and to go on with what the peer need not wait for ("continue").
 */
export interface Work {
  readonly id: number;
  readonly kind: "decapsulate" | "authenticate" | "continue";
  /** Run it whenever and wherever; give the outcome back once. A synchronous result costs no turn. */
  run(): unknown;
}

export type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/** Remembers what is to happen with each outcome. */
export class WorkDesk {
  #waiting: readonly Waiting[] = [];
  #lastId = 0;

  ask(kind: Work["kind"], run: () => unknown, done: (outcome: Outcome, now: number) => void): Work {
    const id = ++this.#lastId;
    this.#waiting = this.#waiting.concat({ id, done });
    return { id, kind, run };
  }

  handle(id: number, outcome: Outcome, now: number): void {
    const own = this.#waiting.find((waiting) => waiting.id === id);
    this.#waiting = this.#waiting.filter((waiting) => waiting !== own);
    own?.done(outcome, now);
  }

  /** Outcomes that are still to come change nothing any more. */
  clear(): void {
    this.#waiting = [];
  }
}

interface Waiting {
  readonly id: number;
  readonly done: (outcome: Outcome, now: number) => void;
}
