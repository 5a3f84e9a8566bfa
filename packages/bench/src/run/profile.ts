import type { Timing } from "../measure/sample.ts";
import type { KindName } from "../scenarios/kind.ts";

export type ProfileName = "smoke" | "quick" | "full";

/** How much time a run may take, and how it is spent. */
export interface Profile {
  /** Time of the whole run, in milliseconds. */
  readonly budgetMs: number;
  /** Run even if they take longer than the budget. */
  readonly leastRounds: number;
  readonly mostRounds: number;
  readonly timing: RoundTiming;
  /** Kinds that it measures only when a filter asks for them: they would take too much of its time. */
  readonly omits: readonly KindName[];
}

/** How a round spends its time, in milliseconds, and how many sessions it holds open. */
export interface RoundTiming extends Timing {
  /** Work that goes before a kind's first task, shared by its tasks: V8 compiles what has run often. */
  readonly warmUpMs: number;
}

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  smoke: {
    budgetMs: 10_000,
    leastRounds: 1,
    mostRounds: 1,
    timing: { taskMs: 5, warmUpMs: 10, batchMs: 1, sessions: 20 },
    omits: [],
  },
  quick: {
    budgetMs: 90_000,
    leastRounds: 3,
    mostRounds: 9,
    timing: { taskMs: 50, warmUpMs: 350, batchMs: 6, sessions: 200 },
    omits: ["memory"],
  },
  full: {
    budgetMs: 20 * 60_000,
    leastRounds: 3,
    mostRounds: 31,
    timing: { taskMs: 400, warmUpMs: 1_500, batchMs: 20, sessions: 2_000 },
    omits: [],
  },
};
