import { Recent } from "./recent.ts";

/** A token bucket for each key (RFC 2697 §3 has one of them): so many uses a second, and twice as many at once. */
export class TokenBuckets {
  readonly #rate: number;
  readonly #buckets: Recent<{ tokens: number; at: number }>;

  /** `rate`: uses a second; 0: as many as one likes. `most`: buckets kept; one that is forgotten is full again. */
  constructor(rate: number, most: number) {
    this.#rate = rate;
    this.#buckets = new Recent(most);
  }

  /** `now` in milliseconds. False: not now. */
  take(key: string, now: number): boolean {
    if (this.#rate === 0) return true;
    const depth = this.#rate * 2;
    const { tokens, at } = this.#buckets.get(key) ?? { tokens: depth, at: now };
    const left = Math.min(depth, tokens + ((now - at) * this.#rate) / 1_000);
    this.#buckets.set(key, { tokens: left < 1 ? left : left - 1, at: now });
    return left >= 1;
  }
}
