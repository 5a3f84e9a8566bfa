import type { Sleeper } from "./sleepers.ts";

/** What an iteration draws from. */
export interface Source<T> {
  /** The next result, or undefined: nothing yet. May throw, which ends the iteration. */
  poll(): IteratorResult<T, undefined> | undefined;
  /** Nothing yet: `sleeper` is to be woken when it is worth polling again. */
  wait(sleeper: Sleeper): void;
  /** The iteration is over, by its end, an error or a `break`. Called once. */
  leave(): void;
}

/**
 * An asynchronous iterator that makes no promise but the one it returns while there is something to take. Calls that
 * have to wait are answered in the order in which they were made.
 */
export class SourceIterator<T> implements AsyncIterator<T, undefined>, Sleeper {
  readonly #source: Source<T>;
  #calls: readonly Answer<T>[] = [];
  #over = false;

  constructor(source: Source<T>) {
    this.#source = source;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    return (this.#calls.length === 0 && this.#take()) || this.#wait();
  }

  return(): Promise<IteratorResult<T, undefined>> {
    const end = this.#leave();
    this.wake();
    return Promise.resolve(end);
  }

  /** Answers the calls that wait, as far as there is something for them. */
  wake(): void {
    while (this.#calls.length > 0) {
      const taken = this.#take();
      if (!taken) return this.#source.wait(this);
      const [answer] = this.#calls;
      this.#calls = this.#calls.slice(1);
      answer?.(taken);
    }
  }

  #wait(): Promise<IteratorResult<T, undefined>> {
    return new Promise((answer) => {
      this.#calls = this.#calls.concat(answer);
      if (this.#calls.length === 1) this.#source.wait(this);
    });
  }

  #take(): Promise<IteratorResult<T, undefined>> | undefined {
    try {
      const result = this.#poll();
      return result && Promise.resolve(result);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #poll(): IteratorResult<T, undefined> | undefined {
    if (this.#over) return this.#leave();
    try {
      const result = this.#source.poll();
      return result?.done ? this.#leave() : result;
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  #leave(): IteratorResult<T, undefined> {
    if (!this.#over) this.#source.leave();
    this.#over = true;
    return { done: true, value: undefined };
  }
}

type Answer<T> = (result: Promise<IteratorResult<T, undefined>>) => void;
