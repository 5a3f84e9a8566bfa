/** What an iteration draws from. */
export interface Source<T> {
  /** The next result, or undefined: nothing yet. May throw, which ends the iteration. */
  poll(): IteratorResult<T, undefined> | undefined;
  /** Nothing yet: `wake` is to be called when it is worth polling again. */
  wait(wake: () => void): void;
  /** The iteration is over, by its end, an error or a `break`. Called once. */
  leave(): void;
}

/** An asynchronous iterator that makes no promise but the one it returns while there is something to take. */
export function iteratorOver<T>(source: Source<T>): AsyncIterator<T, undefined> {
  let over = false;
  const leave = (): IteratorResult<T, undefined> => {
    if (!over) source.leave();
    over = true;
    return { done: true, value: undefined };
  };
  const poll = (): IteratorResult<T, undefined> | undefined => {
    if (over) return leave();
    try {
      const result = source.poll();
      return result?.done ? leave() : result;
    } catch (error) {
      leave();
      throw error;
    }
  };
  const wait = async (): Promise<IteratorResult<T, undefined>> => {
    for (;;) {
      await new Promise<void>((resolve) => source.wait(resolve));
      const result = poll();
      if (result) return result;
    }
  };
  return {
    next() {
      try {
        const result = poll();
        return result ? Promise.resolve(result) : wait();
      } catch (error) {
        return Promise.reject(error);
      }
    },
    return: () => Promise.resolve(leave()),
  };
}
