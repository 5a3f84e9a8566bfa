import type { Direction } from "./direction.ts";

/**
 * Sends what is due, in batches: at once what waits for nothing, the rest when a timer says so. A slot begins up to a
 * millisecond before what it holds is due, and a timer comes up to a millisecond late: on average it is right.
 */
export class Pump {
  readonly #directions: readonly Direction<() => void>[];
  #armed = false;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;

  constructor(directions: readonly Direction<() => void>[]) {
    this.#directions = directions;
  }

  /** Something came in. What came in the same turn of the event loop goes out together. */
  wake(): void {
    if (this.#armed) return;
    this.#armed = true;
    setImmediate(() => {
      this.#armed = false;
      this.#run();
    });
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #run(): void {
    if (this.#stopped) return;
    const now = performance.now();
    let next = Number.POSITIVE_INFINITY;
    for (const direction of this.#directions) {
      for (const send of direction.take(now)) send();
      next = Math.min(next, direction.nextAt ?? Number.POSITIVE_INFINITY);
    }
    if (next === Number.POSITIVE_INFINITY || next >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timerAt = next;
    this.#timer = setTimeout(() => {
      this.#timerAt = Number.POSITIVE_INFINITY;
      this.#run();
    }, next - now);
  }
}
