import type { Kind } from "../scenarios/kind.ts";
import type { Format, Paint } from "./paint.ts";
import { referenceSubject } from "./reference-subject.ts";
import type { ScenarioReport } from "./report.ts";
import { formatRatio, formatValue, type Verdict, verdictOf } from "./words.ts";

/** Columns taken by a value with its mark and its ratio. */
export const valueWidth = 15;
/** Where the value ends in it, and where its heading does. */
export const valueEnd = 7;

/** "★  1180 1.13× ": the best of its column is marked, and the ratio to TLS stands beside the value. */
export function valueCell(scenario: ScenarioReport | undefined, kind: Kind, best: boolean, paint: Paint): string {
  if (!scenario) return " ".repeat(valueWidth);
  if (scenario.median === null) return paint("red", "failed".padStart(valueEnd)) + " ".repeat(valueWidth - valueEnd);
  const value = formatValue(scenario.median / kind.shown.per).padStart(valueEnd - 1);
  const marked = best ? paint("bold", paint("green", `★${value}`)) : ` ${value}`;
  return marked + paintRatio(scenario, paint);
}

/** Right-aligned text of the width of a column. */
export function textCell(text: string, width: number, paint: Paint): string {
  return paint("dim", text.padStart(width));
}

/** "≈" where the interval holds 1: no difference was detected. */
function paintRatio({ subject, ratioToTls, ratioInterval }: ScenarioReport, paint: Paint): string {
  const width = valueWidth - valueEnd;
  if (ratioToTls === null) return " ".repeat(width);
  const verdict = subject === referenceSubject ? "unknown" : verdictOf(ratioInterval);
  const sign = verdict === "no difference" ? "≈" : " ";
  const text = ` ${sign}${formatRatio(ratioToTls)}`;
  return paint(formats[verdict], text) + " ".repeat(width - text.length);
}

const formats: Readonly<Record<Verdict, Format>> = {
  better: "green",
  worse: "yellow",
  "no difference": "dim",
  unknown: "dim",
};
