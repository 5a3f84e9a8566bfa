import { basename } from "node:path";
import { compareReports } from "../baseline/compare-reports.ts";
import { type Comparison, regressionsIn } from "../baseline/comparison.ts";
import { paintFor } from "../report/paint.ts";
import { renderReport } from "../report/render.ts";
import { renderComparison } from "../report/render-comparison.ts";
import type { Report } from "../report/report.ts";
import type { Arguments } from "./arguments.ts";
import { type Output, writeOutputs } from "./outputs.ts";

/** 0: all is well. 1: something failed, or became worse. 3: whether it did cannot be told. 2 is for arguments. */
export type ExitCode = 0 | 1 | 3;

/** What is done with a report, whether it was measured just now or read. `baseline`: what `--compare` named. */
export async function conclude(
  report: Report,
  baseline: Report | undefined,
  outputs: readonly Output[],
  { compare, regressionLimit }: Pick<Arguments, "compare" | "regressionLimit">,
): Promise<ExitCode> {
  const comparison = baseline && compare ? compareReports(report, baseline, basename(compare.name)) : null;
  const paint = paintFor(process.stdout);
  process.stdout.write(renderReport(report, paint));
  if (comparison) process.stdout.write(renderComparison(comparison, regressionLimit, paint));
  await writeOutputs(outputs, report, comparison);
  for (const { flag, file } of outputs) process.stdout.write(`${titles[flag]}: ${file}\n`);
  return exitCode(report, comparison, regressionLimit);
}

function exitCode(report: Report, comparison: Comparison | null, limit: number | undefined): ExitCode {
  if (!report.scenarios.every(({ verified }) => verified)) return 1;
  if (limit === undefined || comparison === null) return 0;
  // Neither good news nor bad: whoever asked for a verdict must not take this for one.
  if (comparison.refusal !== null) return 3;
  return regressionsIn(comparison, limit).length > 0 ? 1 : 0;
}

const titles: Readonly<Record<Output["flag"], string>> = {
  "--json": "JSON",
  "--html": "Report",
  "--md": "Markdown",
  "--csv": "CSV",
  "--save-baseline": "Baseline",
};
