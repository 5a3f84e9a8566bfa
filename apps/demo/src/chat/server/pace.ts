/** How much may pass: `burst` at once, and `perSecond` in the long run, in any unit. */
export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

/** A token bucket that may run into debt: it takes what has come, and says how long to take nothing more. */
export class Pace {
  readonly #allowance: Allowance;
  #left: number;
  #at: number;

  /** `now`: in milliseconds. */
  constructor(allowance: Allowance, now: number) {
    this.#allowance = allowance;
    this.#left = allowance.burst;
    this.#at = now;
  }

  /** Returns the milliseconds to wait before more is taken. */
  take(amount: number, now: number): number {
    const { burst, perSecond } = this.#allowance;
    this.#left = Math.min(burst, this.#left + ((now - this.#at) * perSecond) / 1000) - amount;
    this.#at = now;
    return Math.max(0, (-this.#left * 1000) / perSecond);
  }
}
