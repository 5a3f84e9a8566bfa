import { compareRows } from "../compare-rows.ts";
import type { ScenarioReport } from "../report.ts";
import { verdictOf } from "../words.ts";

/** Where one subject becomes faster than another as messages grow. */
export interface Crossover {
  /** The faster one with messages above `size`, and the faster one below. */
  readonly above: string;
  readonly below: string;
  /** Bytes of a message, and the value there: between two sizes that were measured, by straight lines on both axes' logarithms. */
  readonly size: number;
  readonly value: number;
}

/** Of all pairs of these lines, each in order of size, where a difference is beyond doubt on both sides. */
export function crossoversOf(lines: readonly (readonly ScenarioReport[])[], seed: number): readonly Crossover[] {
  return lines.flatMap((one, index) => lines.slice(index + 1).flatMap((other) => crossoversBetween(one, other, seed)));
}

function crossoversBetween(
  one: readonly ScenarioReport[],
  other: readonly ScenarioReport[],
  seed: number,
): readonly Crossover[] {
  const pairs = one.flatMap((own) => {
    const theirs = other.find(({ size }) => size === own.size);
    if (!theirs) return [];
    const verdict = verdictOf(compareRows(own, theirs, seed)?.interval ?? null);
    return verdict === "better" || verdict === "worse" ? [{ own, theirs, verdict }] : [];
  });
  return pairs.slice(1).flatMap((after, index) => {
    const before = pairs[index];
    if (!before || before.verdict === after.verdict) return [];
    const [above, below] = after.verdict === "better" ? [after.own, after.theirs] : [after.theirs, after.own];
    return [{ above: above.subject, below: below.subject, ...meeting(before, after) }];
  });
}

interface Pair {
  readonly own: ScenarioReport;
  readonly theirs: ScenarioReport;
}

function meeting(before: Pair, after: Pair): { readonly size: number; readonly value: number } {
  const log = (row: ScenarioReport) => Math.log(row.median ?? 1);
  const gapBefore = log(before.own) - log(before.theirs);
  const gapAfter = log(after.own) - log(after.theirs);
  const share = gapBefore / (gapBefore - gapAfter);
  const between = (from: number, to: number) => Math.exp(from + share * (to - from));
  return {
    size: between(Math.log(before.own.size ?? 1), Math.log(after.own.size ?? 1)),
    value: between(log(before.own), log(after.own)),
  };
}
