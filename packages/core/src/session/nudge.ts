/**
 * A client that was receiving and hears no more says something: its address may have changed, and the server does not
 * know it before it hears from there (spec: R-13). Ever more seldom, until the keep-alive is left. Milliseconds.
 */
export class Nudge {
  #at = Number.POSITIVE_INFINITY;
  #waitMs = firstWaitMs;

  /** Something that was not only an answer has come. */
  handleNews(now: number): void {
    this.#waitMs = firstWaitMs;
    this.#at = now + firstWaitMs;
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

const firstWaitMs = 500;
const longestWaitMs = 8_000;
