/** What an iteration draws from. */
export interface Source<T> {
  /** The next result, or undefined: nothing yet. May throw, which ends the iteration. */
  poll(): IteratorResult<T, undefined> | undefined;
  /** Nothing yet: `wake` is to be called when it is worth polling again. */
  wait(wake: () => void): void;
  /** The iteration is over, by its end, an error or a `break`. Called once. */
  leave(): void;
}

/**
 * An asynchronous iterator that makes no promise but the one it returns while there is something to take. Calls that
 * have to wait are answered in the order in which they were made.
 */
export function iteratorOver<T>(source: Source<T>): AsyncIterator<T, undefined> {
  const calls: ((answer: Promise<IteratorResult<T, undefined>>) => void)[] = [];
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
  const take = (): Promise<IteratorResult<T, undefined>> | undefined => {
    try {
      const result = poll();
      return result && Promise.resolve(result);
    } catch (error) {
      return Promise.reject(error);
    }
  };
  const answer = (): void => {
    while (calls.length > 0) {
      const taken = take();
      if (!taken) return source.wait(answer);
      calls.shift()?.(taken);
    }
  };
  const wait = () =>
    new Promise<IteratorResult<T, undefined>>((resolve) => {
      if (calls.push(resolve) === 1) source.wait(answer);
    });
  return {
    next: () => (calls.length === 0 && take()) || wait(),
    return() {
      const end = leave();
      answer();
      return Promise.resolve(end);
    },
  };
}
