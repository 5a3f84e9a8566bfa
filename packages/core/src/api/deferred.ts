/**
 * A promise that is made when it is first asked for, settled or not: most are never. It may be left unawaited: its
 * rejection never counts as unhandled.
 */
export class Deferred {
  #promise: Promise<void> | undefined;
  #resolve: (() => void) | undefined;
  #reject: ((error: Error) => void) | undefined;

  get promise(): Promise<void> {
    this.#promise ??= quiet(
      new Promise<void>((resolve, reject) => {
        this.#resolve = resolve;
        this.#reject = reject;
      }),
    );
    return this.#promise;
  }

  resolve(): void {
    this.#resolve?.();
    this.#promise ??= Promise.resolve();
  }

  reject(error: Error): void {
    this.#reject?.(error);
    this.#promise ??= quiet(Promise.reject(error));
  }
}

function quiet(promise: Promise<void>): Promise<void> {
  promise.catch(() => {});
  return promise;
}
