import type { PublicKey } from "../cipher.ts";
import { AbortedError, LinkError, PeerError } from "../errors.ts";

/** What an attempt needs of the race. */
export interface Lane {
  readonly signal: AbortSignal;
  /** The attempt may be in vain, as anyone can say: another may begin beside it. */
  readonly suspect: (error: Error) => void;
}

/** A session, as far as the race can tell. */
interface Prize {
  abort(reason?: unknown): void;
}

/**
 * Tries a server's keys: the next when the server is said not to have the one before, on a lossy link beside the
 * attempts that go on (spec: H-20). The first session counts, and ends the others.
 */
export class KeyRace<Session extends Prize> {
  readonly #keys: readonly PublicKey[];
  readonly #attempt: (key: PublicKey, lane: Lane) => Promise<Session>;
  readonly #running = new Set<AbortController>();
  readonly #failures: Error[] = [];
  #begun = 0;
  #over = false;
  #reason: unknown;
  #resolve!: (session: Session) => void;
  #reject!: (error: unknown) => void;

  constructor(keys: readonly PublicKey[], attempt: (key: PublicKey, lane: Lane) => Promise<Session>) {
    this.#keys = keys;
    this.#attempt = attempt;
  }

  /** Call it once. Rejects with the most telling error, or with the signal's reason. */
  async run(signal: AbortSignal | undefined): Promise<Session> {
    signal?.throwIfAborted();
    const abandon = () => this.#end(signal?.reason);
    signal?.addEventListener("abort", abandon, { once: true });
    try {
      return await new Promise<Session>((resolve, reject) => {
        this.#resolve = resolve;
        this.#reject = reject;
        this.#beginNext();
      });
    } finally {
      signal?.removeEventListener("abort", abandon);
    }
  }

  #beginNext(): void {
    const place = this.#begun++;
    const key = this.#keys[place];
    if (!key) return;
    const control = new AbortController();
    this.#running.add(control);
    // Only the latest attempt brings on another, and only once.
    const next = () => {
      if (!this.#over && this.#begun === place + 1) this.#beginNext();
    };
    const suspect = (error: Error) => {
      if (isOtherKey(error)) next();
    };
    this.#attempt(key, { signal: control.signal, suspect }).then(
      (session) => {
        this.#running.delete(control);
        this.#win(session);
      },
      (error) => {
        this.#running.delete(control);
        if (isOtherKey(error)) next();
        this.#lose(error);
      },
    );
  }

  #win(session: Session): void {
    if (this.#over) {
      session.abort(this.#reason);
      return this.#settle();
    }
    this.#end(late());
    this.#resolve(session);
  }

  /** A server that was authenticated has the last word; what the road did is compared when all have failed. */
  #lose(error: unknown): void {
    if (this.#over) return this.#settle();
    const final = !(error instanceof LinkError || isOtherKey(error));
    if (final) return this.#fail(error);
    this.#failures.push(error as Error);
    if (this.#running.size === 0) this.#fail(mostTelling(this.#failures));
  }

  #fail(error: unknown): void {
    this.#end(late());
    this.#reject(error);
  }

  /** What was given up is over when all of its attempts are. */
  #settle(): void {
    if (this.#running.size === 0) this.#reject(this.#reason);
  }

  #end(reason: unknown): void {
    this.#over = true;
    this.#reason = reason;
    for (const control of this.#running) control.abort(reason);
  }
}

/** The server lacks the key, as it says, or as anyone says for it. */
export function isOtherKey(error: unknown): boolean {
  return error instanceof PeerError && error.code === "ERR_COUNTERSIGN_SERVER_KEY";
}

/** That the server lacks one of the keys says less than what became of another, and that nothing came says nothing. */
function mostTelling(failures: readonly Error[]): Error {
  const telling = ({ cause }: Error) => (isOtherKey(cause) ? 1 : cause ? 2 : 0);
  return failures.reduce((best, failure) => (telling(failure) >= telling(best) ? failure : best));
}

function late(): AbortedError {
  return new AbortedError("The server answered to another of its keys.");
}
