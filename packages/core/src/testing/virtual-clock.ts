import { AssertionError } from "node:assert";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "../driver/clock.ts";
import { UsageError } from "../errors.ts";
import { EventQueue } from "./event-queue.ts";

/**
 * A clock that starts at 0 and moves only while one of its methods runs: minutes of protocol take milliseconds.
 *
 * Callbacks run in the order of their times, those of one time in the order in which they were set, and `defer` counts
 * as a timer for now. A time that has passed means now. Before each callback, and before a condition is looked at, one
 * turn of the real event loop passes: every chain of promises has then run to its end, as far as nothing outside the
 * process's own code was awaited. Work in the thread pool (WebCrypto, scrypt) takes an unknown number of turns: give
 * it to `hold`, or virtual time passes meanwhile.
 *
 * One run at a time. What a callback throws, the run rejects with.
 */
export interface VirtualClock extends Clock {
  /** Runs everything that is due within the next `ms` milliseconds, which then have passed. */
  advance(ms: number): Promise<void>;
  /** Runs until `condition` holds. Rejects with AssertionError after `limitMs`, or when nothing is left to run. */
  runUntil(condition: () => boolean, limitMs: number): Promise<void>;
  /** Runs until `promise` is settled and has its outcome; otherwise like `runUntil`. */
  runUntilSettled<T>(promise: Promise<T>, limitMs: number): Promise<T>;
  /** Runs until nothing is left to run. Rejects with AssertionError after `limitMs`, by default one hour. */
  runUntilIdle(limitMs?: number): Promise<void>;
  /** Virtual time stands still until `work` is settled. Returns `work`. */
  hold<T>(work: Promise<T>): Promise<T>;
}

export function virtualClock(): VirtualClock {
  return new SteppedClock();
}

class SteppedClock implements VirtualClock {
  #now = 0;
  #running = false;
  readonly #events = new EventQueue();
  readonly #held = new Set<Promise<unknown>>();

  now(): number {
    return this.#now;
  }

  setTimer(callback: () => void, at: number): () => void {
    if (Number.isNaN(at)) throw misuse("setTimer: `at` is NaN; pass milliseconds of this clock");
    return this.#events.add(Math.max(at, this.#now), callback);
  }

  defer(callback: () => void): void {
    this.#events.add(this.#now, callback);
  }

  async advance(ms: number): Promise<void> {
    if (!(ms >= 0)) throw misuse(`advance: ${ms} is no number of milliseconds to go forward`);
    const end = this.#now + ms;
    await this.#run(end, () => false);
    this.#now = end;
  }

  async runUntil(condition: () => boolean, limitMs: number): Promise<void> {
    if (await this.#run(this.#now + limitMs, condition)) return;
    const reason = this.#events.nextAt === undefined ? "nothing is left to run" : `${limitMs} ms have passed`;
    throw new AssertionError({ message: `condition not met at ${this.#now} ms of virtual time: ${reason}` });
  }

  async runUntilSettled<T>(promise: Promise<T>, limitMs: number): Promise<T> {
    let settled = false;
    const settle = () => {
      settled = true;
    };
    promise.then(settle, settle);
    await this.runUntil(() => settled, limitMs);
    return promise;
  }

  async runUntilIdle(limitMs = 3_600_000): Promise<void> {
    await this.#run(this.#now + limitMs, () => false);
    if (this.#events.nextAt === undefined) return;
    throw new AssertionError({ message: `still not idle after ${limitMs} ms of virtual time` });
  }

  hold<T>(work: Promise<T>): Promise<T> {
    this.#held.add(work);
    const release = () => this.#held.delete(work);
    work.then(release, release);
    return work;
  }

  /** True: `done` holds. False: nothing is left to run up to `end`. */
  async #run(end: number, done: () => boolean): Promise<boolean> {
    if (this.#running) throw misuse("the clock is running already; await its last run first");
    this.#running = true;
    try {
      for (;;) {
        await this.#settle();
        if (done()) return true;
        const event = this.#events.takeUpTo(end);
        if (!event) return false;
        this.#now = event.at;
        event.callback();
      }
    } finally {
      this.#running = false;
    }
  }

  async #settle(): Promise<void> {
    await nextTurn();
    while (this.#held.size > 0) {
      await Promise.allSettled(this.#held);
      await nextTurn();
    }
  }
}

function misuse(message: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
}
