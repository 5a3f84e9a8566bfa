import type { Kind } from "../scenarios/kind.ts";
import { bestOf } from "./best.ts";
import { columnsOf } from "./columns.ts";
import type { Paint } from "./paint.ts";
import { referenceSubject } from "./reference-subject.ts";
import type { ScenarioReport } from "./report.ts";
import { formatBytes, sayRatio } from "./words.ts";

/** One kind's table, at most 100 columns wide, and in words what is best in each of its columns. */
export function renderTable(
  kind: Kind,
  scenarios: readonly ScenarioReport[],
  unprotected: readonly string[],
  paint: Paint,
): string[] {
  const columns = columnsOf(kind, scenarios);
  const best = columns.map(({ size }) => bestOf(scenarios, size, unprotected));
  const renderRow = (subject: string) => {
    const cells = columns.map((column, index) => {
      const scenario = scenarios.find((candidate) => candidate.subject === subject && candidate.size === column.size);
      return column.render(scenario, scenario !== undefined && scenario === best[index], paint);
    });
    return `  ${subject.padEnd(labelWidth)}${cells.join("")}`.trimEnd();
  };
  const subjects = [...new Set(scenarios.map(({ subject }) => subject))];
  const controls = subjects.filter((subject) => unprotected.includes(subject));
  return [
    `${paint("bold", kind.title)}  ${kind.shown.unit}, ${kind.better} is better${paint("dim", `; ${kind.summary}`)}`,
    paint("dim", `  ${"".padEnd(labelWidth)}${columns.map(({ heading }) => heading).join("")}`.trimEnd()),
    ...subjects.filter((subject) => !controls.includes(subject)).map(renderRow),
    ...(controls.length > 0 ? [paint("dim", "  controls without protection")] : []),
    ...controls.map(renderRow),
    ...[...new Set(columns.map(({ size }) => size))].flatMap((size) => sayRatioOfBest(scenarios, size, unprotected)),
  ];
}

const labelWidth = 16;

/** In words, what the interval of the best subject's ratio to TLS allows to say. */
function sayRatioOfBest(scenarios: readonly ScenarioReport[], size: number | null, unprotected: readonly string[]) {
  const others = scenarios.filter(({ subject }) => subject !== referenceSubject);
  const best = bestOf(others, size, unprotected);
  if (!best || best.ratioToTls === null) return [];
  const where = size === null ? "" : `at ${formatBytes(size)}, `;
  return [`  ${where}${best.subject} against TLS 1.3: ${sayRatio(best.ratioToTls, best.ratioInterval)}`];
}
