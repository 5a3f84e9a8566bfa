import { type Comparison, regressionsIn } from "../baseline/comparison.ts";
import { sayChange } from "../baseline/words.ts";
import type { Paint } from "./paint.ts";
import { verdictOf } from "./words.ts";
import { wrapped } from "./wrap.ts";

/** What changed since the baseline, in at most 100 columns where ids allow it. `limit`: of regressions; undefined: nobody asked. */
export function renderComparison(comparison: Comparison, limit: number | undefined, paint: Paint): string {
  const { baseline, commit, rows, refusal, differences, onlyBefore, onlyNow } = comparison;
  const since = `Compared with ${baseline}${commit === null ? "" : `, ${commit.slice(0, 8)}`}`;
  const changed = rows.filter(({ interval }) => ["better", "worse"].includes(verdictOf(interval)));
  const lines = [
    paint("bold", since),
    ...(differences.length === 0 ? [] : wrapped(`  ${differences.join("; ")}`, width, "  ")),
    ...(onlyBefore.length === 0 ? [] : wrapped(`  not measured now: ${onlyBefore.join(", ")}`, width, "  ")),
    ...(onlyNow.length === 0 ? [] : wrapped(`  not in the baseline: ${onlyNow.join(", ")}`, width, "  ")),
  ];
  if (refusal !== null) lines.push(paint("yellow", `NO VERDICT: ${refusal}`));
  else {
    const regressed = limit === undefined ? [] : regressionsIn(comparison, limit);
    lines.push(
      ...changed.map((row) => {
        const text = `  ${row.id}: ${sayChange(row)}`;
        return regressed.includes(row) ? paint("red", `✗${text.slice(1)}`) : text;
      }),
      `  no difference detected in ${rows.length - changed.length} of ${rows.length}`,
    );
    if (limit !== undefined) lines.push(verdict(regressed.length, limit, paint));
  }
  return `${lines.join("\n")}\n`;
}

const width = 100;

function verdict(regressed: number, limit: number, paint: Paint): string {
  const more = `by more than ${Number((limit * 100).toPrecision(6))} %`;
  if (regressed === 0) return paint("green", `✓ nothing is worse ${more}, beyond doubt`);
  return paint("red", `${regressed} ${regressed === 1 ? "scenario is" : "scenarios are"} worse ${more}, beyond doubt`);
}
