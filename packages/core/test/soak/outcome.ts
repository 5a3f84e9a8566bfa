import type { Clock, Session } from "../../src/index.ts";

/** How a session ended, and when. */
export interface Outcome {
  over: boolean;
  code: string | undefined;
  at: number;
}

export function outcomeOf(session: Session, clock: Clock): Outcome {
  const outcome: Outcome = { over: false, code: undefined, at: Number.NaN };
  session.once("close", (error) => {
    outcome.over = true;
    outcome.code = error && ((error as { code?: string }).code ?? String(error));
    outcome.at = clock.now();
  });
  return outcome;
}
