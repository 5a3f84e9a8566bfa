import type { Interval } from "../statistics/bootstrap.ts";

/** What became of scenarios since a baseline was saved. */
export interface Comparison {
  /** As the user named it. */
  readonly baseline: string;
  /** Commit of the baseline's run; null: unknown. */
  readonly commit: string | null;
  readonly rows: readonly Change[];
  /** Ids that only one of the runs has numbers for. */
  readonly onlyBefore: readonly string[];
  readonly onlyNow: readonly string[];
  /** What else is different between the runs, each a clause: "Node 20.20.2, then 22.1.0". */
  readonly differences: readonly string[];
  /** Why no verdict may be drawn from this; null: it may. */
  readonly refusal: string | null;
}

/** One scenario in both runs. */
export interface Change {
  readonly id: string;
  readonly kind: string;
  readonly unit: string;
  readonly before: number;
  readonly now: number;
  /** Above 1: better than the baseline. */
  readonly ratio: number;
  readonly interval: Interval | null;
}

/**
 * Those that are worse by more than `limit` (0.1: 10 %), with their whole interval: 1.10× slower is no regression at 10 %,
 * and neither is what may be less.
 */
export function regressionsIn({ rows }: Comparison, limit: number): readonly Change[] {
  return rows.filter(({ interval }) => interval !== null && 1 / interval[1] > 1 + limit);
}
