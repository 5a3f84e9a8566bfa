/** `make`, called at the first use only: every case shares what it made. */
export function once<T>(make: () => T | Promise<T>): () => Promise<T> {
  let made: T | Promise<T> | undefined;
  return async () => {
    made ??= make();
    return made;
  };
}
