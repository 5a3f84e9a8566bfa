import { setTimeout } from "node:timers/promises";
import { CountersignError, type Session } from "@countersign/core";

/** Opens a session. */
export type Dial = (signal: AbortSignal) => Promise<Session>;

/** Whether the same may succeed later: the connection broke, or the server is away for a while. */
export function isWorthRetrying(error: unknown): error is CountersignError {
  return error instanceof CountersignError && error.retryable;
}

/**
 * Dials until it succeeds, after waits that grow. `say` is called before each, with what went wrong last. Undefined when
 * `signal` ended it; rejects with what no wait will mend.
 */
export async function dialUntilThere(
  broken: CountersignError,
  dial: Dial,
  say: (error: CountersignError, waitMs: number) => Promise<void>,
  signal: AbortSignal,
): Promise<Session | undefined> {
  let error = broken;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
    try {
      await say(error, waitMs);
      await setTimeout(waitMs, undefined, { signal });
      return await dial(signal);
    } catch (failure) {
      if (signal.aborted) return undefined;
      if (!isWorthRetrying(failure)) throw failure;
      error = failure;
    }
  }
}

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;
