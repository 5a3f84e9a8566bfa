import { availableParallelism } from "node:os";

/** Runs slow work of strangers, no more of it at a time than the machine has cores, so that sessions go on. */
export class WorkQueue {
  readonly #waiting: (() => Promise<void>)[] = [];
  #running = 0;

  /** Settles as `run` does, once it has had its turn. */
  run<T>(run: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(async () => {
        try {
          resolve(await run());
        } catch (error) {
          reject(error);
        }
      });
      this.#next();
    });
  }

  #next(): void {
    if (this.#running >= concurrency) return;
    const job = this.#waiting.shift();
    if (!job) return;
    this.#running++;
    void job().then(() => {
      this.#running--;
      this.#next();
    });
  }
}

const concurrency = availableParallelism();
