/**
 * A client that was receiving and hears no more says something: its address may have changed, and the server does not
 * know it before it hears from there (spec: R-13). Ever more seldom, until the keep-alive is left. Milliseconds.
 */
export class Nudge {
  #at = Number.POSITIVE_INFINITY;
  #waitMs = 0;

  /** Something that was not only an answer has come. `patienceMs`: time in which more of it would come. */
  handleNews(now: number, patienceMs: number): void {
    this.#waitMs = patienceMs;
    this.#at = now + patienceMs;
  }

  /** True: it is time to say something. */
  due(now: number): boolean {
    if (now < this.#at) return false;
    this.#waitMs *= 2;
    this.#at = this.#waitMs > longestWaitMs ? Number.POSITIVE_INFINITY : now + this.#waitMs;
    return true;
  }

  nextTimeout(): number | undefined {
    return this.#at === Number.POSITIVE_INFINITY ? undefined : this.#at;
  }
}

const longestWaitMs = 8_000;
