/**
 * The maximum of the samples of the last `window` ticks, estimated with three samples and no allocation: Kathleen
 * Nichols' filter, as in Linux's win_minmax and draft-ietf-ccwg-bbr §5.5.3. A tick is whatever the caller counts.
 */
export class WindowedMax {
  readonly #window: number;
  /** The best, the best after it, and the best after that: values fall, ticks rise. */
  readonly #values = new Float64Array(3);
  readonly #ticks = new Float64Array(3);

  constructor(window: number) {
    this.#window = window;
  }

  /** 0 before the first sample. */
  get value(): number {
    return this.#values[0] as number;
  }

  /** `tick` never falls. Samples are not negative. */
  update(value: number, tick: number): void {
    const values = this.#values;
    const ticks = this.#ticks;
    if (value >= (values[0] as number) || tick - (ticks[2] as number) > this.#window) return this.reset(value, tick);
    if (value >= (values[1] as number)) this.#put(1, value, tick);
    else if (value >= (values[2] as number)) this.#put(2, value, tick);
    this.#age(value, tick);
  }

  /** Forgets all but this one. */
  reset(value: number, tick: number): void {
    this.#put(0, value, tick);
  }

  #put(from: number, value: number, tick: number): void {
    this.#values.fill(value, from);
    this.#ticks.fill(tick, from);
  }

  #age(value: number, tick: number): void {
    const ticks = this.#ticks;
    const age = tick - (ticks[0] as number);
    if (age > this.#window) {
      this.#shift(value, tick);
      if (tick - (ticks[0] as number) > this.#window) this.#shift(value, tick);
    } else if (ticks[1] === ticks[0] && age > this.#window / 4) {
      this.#put(1, value, tick);
    } else if (ticks[2] === ticks[1] && age > this.#window / 2) {
      this.#put(2, value, tick);
    }
  }

  #shift(value: number, tick: number): void {
    this.#values.copyWithin(0, 1);
    this.#ticks.copyWithin(0, 1);
    this.#put(2, value, tick);
  }
}
