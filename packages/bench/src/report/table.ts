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
    paint("bold", kind.title) + paint("dim", `  ${kind.summary}; ${kind.shown.unit}, ${kind.better} is better`),
    paint("dim", `  ${"".padEnd(labelWidth)}${columns.map(({ heading }) => heading).join("")}`),
    ...subjects.filter((subject) => !controls.includes(subject)).map(renderRow),
    ...(controls.length > 0 ? [paint("dim", "  controls without protection")] : []),
    ...controls.map(renderRow),
    ...[...new Set(best)].flatMap((scenario) => (scenario ? sayBest(scenario) : [])),
  ];
}

const labelWidth = 16;

/** Nothing where TLS itself is best. */
function sayBest({ subject, size, ratioToTls, ratioInterval }: ScenarioReport): string[] {
  if (ratioToTls === null || subject === referenceSubject) return [];
  const label = size === null ? "★ " : `★ ${formatBytes(size)}`.padEnd(10);
  return [`  ${label}${subject} against TLS 1.3 with RSA-2048: ${sayRatio(ratioToTls, ratioInterval)}`];
}
