/** An end that is not a proper close: the peer is told `code` at `at` (milliseconds), and `error` is ours to report. */
export interface Ending {
  readonly error: Error;
  readonly code: number;
  readonly at: number;
  /** Told or not, it is over then. */
  readonly deadline: number;
}

/** Where a proper close stands: each side says that it is done, and hears that all has arrived (spec: S-6). */
export class Closing {
  /** The peer has said that it is done. */
  peerDone = false;
  #deadline: number | undefined;

  /** Whether our side has said, or is about to say, that it is done. */
  get begun(): boolean {
    return this.#deadline !== undefined;
  }

  begin(deadline: number): void {
    this.#deadline ??= deadline;
  }

  get deadline(): number | undefined {
    return this.#deadline;
  }
}
