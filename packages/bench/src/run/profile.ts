import type { Timing } from "../measure/sample.ts";

export type ProfileName = "smoke" | "quick" | "full";

/** How much time a run may take, and how it is spent. */
export interface Profile {
  /** Time of the whole run, in milliseconds. */
  readonly budgetMs: number;
  /** Run even if they take longer than the budget. */
  readonly leastRounds: number;
  readonly mostRounds: number;
  readonly timing: Timing;
}

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  smoke: {
    budgetMs: 10_000,
    leastRounds: 1,
    mostRounds: 1,
    timing: { taskMs: 10, warmUpMs: 10, batchMs: 2 },
  },
  quick: {
    budgetMs: 90_000,
    leastRounds: 3,
    mostRounds: 9,
    timing: { taskMs: 80, warmUpMs: 40, batchMs: 8 },
  },
  full: {
    budgetMs: 20 * 60_000,
    leastRounds: 3,
    mostRounds: 31,
    timing: { taskMs: 500, warmUpMs: 100, batchMs: 20 },
  },
};
