/** What can be started as `pnpm demo NAME`. */
export interface Command {
  /** How it is called, and what it does, for people. */
  readonly usage: string;
  /** Resolves with the exit code. Throws UsageError when the arguments make no sense. */
  run(args: readonly string[]): Promise<ExitCode>;
}

/** 1: what was tried has failed, and it was said why. */
export type ExitCode = 0 | 1;
