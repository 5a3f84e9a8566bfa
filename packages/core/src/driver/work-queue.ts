import { availableParallelism } from "node:os";
import type { Clock } from "./clock.ts";

interface Job {
  readonly work: () => Promise<void>;
  readonly wanted: () => boolean;
}

/**
 * Runs slow work of strangers, no more of it at a time than the machine has cores, so that sessions go on. Work that
 * takes longer than `limitMs` milliseconds (a key store that hangs) goes on, but no longer holds up the others.
 */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #waiting: Job[] = [];
  #running = 0;

  constructor(clock: Clock, limitMs: number) {
    this.#clock = clock;
    this.#limitMs = limitMs;
  }

  /** Settles as `run` does, once it has had its turn. Work that is not `wanted` by then is dropped, and never settles. */
  run<T>(run: () => T | PromiseLike<T>, wanted: () => boolean): Promise<T> {
    return new Promise((resolve, reject) => {
      const work = async () => {
        try {
          resolve(await run());
        } catch (error) {
          reject(error);
        }
      };
      this.#waiting.push({ work, wanted });
      this.#next();
    });
  }

  #next(): void {
    if (this.#running >= concurrency) return;
    let job = this.#waiting.shift();
    while (job && !job.wanted()) job = this.#waiting.shift();
    if (job) this.#start(job);
  }

  #start(job: Job): void {
    let holding = true;
    const release = () => {
      if (!holding) return;
      holding = false;
      cancelTimer();
      this.#running--;
      this.#next();
    };
    const cancelTimer = this.#clock.setTimer(release, this.#clock.now() + this.#limitMs);
    this.#running++;
    void job.work().then(release);
  }
}

const concurrency = availableParallelism();
