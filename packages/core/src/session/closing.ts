/** How a session may end from our side: properly, or by telling the peer why not. Times in milliseconds. */
export class Closing {
  #deadline: number | undefined;
  #refusal: Refusal | undefined;

  /** A proper close: each side says that it is done, and hears that all has arrived (spec: S-6). */
  begin(deadline: number): void {
    this.#deadline = Math.min(deadline, this.#deadline ?? deadline);
  }

  get begun(): boolean {
    return this.#deadline !== undefined;
  }

  /** An end that is not proper. The first one stands. */
  refuse(refusal: Refusal): void {
    this.#refusal ??= refusal;
  }

  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  /** It is over by then, whatever the peer does. */
  get deadline(): number {
    return this.#refusal?.deadline ?? this.#deadline ?? Number.POSITIVE_INFINITY;
  }
}

/** The peer is told `code`, not before `at` and not after `deadline`; `error` is ours to report. */
export interface Refusal {
  readonly error: Error;
  readonly code: number;
  readonly at: number;
  readonly deadline: number;
}
