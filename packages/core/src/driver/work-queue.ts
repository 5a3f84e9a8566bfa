import { availableParallelism } from "node:os";

/** Runs slow work of strangers, no more of it at a time than the machine has cores, so that sessions go on. */
export class WorkQueue {
  readonly #waiting: { readonly work: () => Promise<void>; readonly wanted: () => boolean }[] = [];
  #running = 0;

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
    if (!job) return;
    this.#running++;
    void job.work().then(() => {
      this.#running--;
      this.#next();
    });
  }
}

const concurrency = availableParallelism();
