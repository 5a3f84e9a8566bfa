import type { Kind } from "../scenarios/kind.ts";
import { bestOf } from "./best.ts";
import { columnsOf } from "./columns.ts";
import type { Paint } from "./paint.ts";
import type { ScenarioReport } from "./report.ts";
import { formatBytes, sayRatio } from "./words.ts";

/** One kind's table, at most 100 columns wide, and in words how the best of each size compares with TLS. */
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
    ...[...new Set(columns.map(({ size }) => size))].flatMap((size) => sayBest(kind, scenarios, size, unprotected)),
  ];
}

const labelWidth = 16;

/** In words, how the best of what is not TLS compares with TLS; nothing when there were too few rounds to tell. */
function sayBest(
  kind: Kind,
  scenarios: readonly ScenarioReport[],
  size: number | null,
  unprotected: readonly string[],
): string[] {
  const others = scenarios.filter(({ authentication }) => authentication !== "certificate");
  const best = bestOf(others, size, unprotected);
  if (!best?.ratioToTls || !best.ratioInterval) return [];
  const where = size === null ? "" : `at ${formatBytes(size)}, `;
  return [`  ${where}${best.subject} against TLS 1.3: ${sayRatio(best.ratioToTls, best.ratioInterval, kind.words)}`];
}
