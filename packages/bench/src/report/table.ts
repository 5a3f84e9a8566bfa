import type { Kind } from "../scenarios/kind.ts";
import { besidesOf } from "./besides.ts";
import { bestOf } from "./best.ts";
import { textCell, valueEnd, valueWidth } from "./cell.ts";
import { type Column, columnsOf } from "./columns.ts";
import type { Paint } from "./paint.ts";
import type { ScenarioReport } from "./report.ts";
import { type Row, rowsOf } from "./rows.ts";
import { formatBytes, formatPacket, sayRatio } from "./words.ts";

/**
 * One kind's table over one transport, at most 100 columns wide: what was measured, what else is to be known of it, and
 * in words how the best of each column compares. `transport`: named in the title.
 */
export function renderTable(
  kind: Kind,
  transport: string,
  scenarios: readonly ScenarioReport[],
  unprotected: readonly string[],
  paint: Paint,
): string[] {
  const columns = columnsOf(kind, scenarios);
  const best = columns.map((column) => bestOf(scenarios.filter(column.has), unprotected));
  const renderRow = (row: Row) => {
    const cells = columns.map((column, index) => {
      const scenario = find(scenarios, row, column);
      return column.render(scenario, scenario !== undefined && scenario === best[index], paint);
    });
    return `  ${row.label.padEnd(labelWidth)}${cells.join("")}`.trimEnd();
  };
  const rows = rowsOf(scenarios);
  const controls = rows.filter(({ subject }) => unprotected.includes(subject));
  const title = `${kind.title} ${transport === "none" ? "in one process" : `over ${transport.toUpperCase()}`}`;
  const summary = paint("dim", `; ${kind.summary}`);
  return [
    `${paint("bold", title)}  ${kind.shown.unit}, ${kind.better} is better${summary}`,
    renderHeading(
      "",
      columns.map(({ heading }) => heading),
      paint,
    ),
    ...(columns.some(({ shape }) => shape.packetBytes !== null)
      ? [
          renderHeading(
            "in packets of",
            columns.map(({ packetHeading }) => packetHeading),
            paint,
          ),
        ]
      : []),
    ...rows.filter((row) => !controls.includes(row)).map(renderRow),
    ...(controls.length > 0 ? [paint("dim", "  controls without protection")] : []),
    ...controls.map(renderRow),
    ...renderBesides(columns, scenarios, rows, paint),
    ...distinct(columns).flatMap((column) => sayBest(kind, column, scenarios.filter(column.has), unprotected)),
  ];
}

const labelWidth = 16;

function renderHeading(label: string, headings: readonly string[], paint: Paint): string {
  return paint("dim", `  ${label.padEnd(labelWidth)}${headings.join("")}`.trimEnd());
}

function find(scenarios: readonly ScenarioReport[], row: Row, column: Column): ScenarioReport | undefined {
  return scenarios.find((scenario) => row.has(scenario) && column.has(scenario));
}

/** Further rows under the same headings, for those who have something to say there. */
function renderBesides(
  columns: readonly Column[],
  scenarios: readonly ScenarioReport[],
  rows: readonly Row[],
  paint: Paint,
): string[] {
  return besidesOf(scenarios).flatMap(({ title, text }) => {
    const lines = rows.flatMap((row) => {
      const texts = distinct(columns).map((column) => {
        const scenario = find(scenarios, row, column);
        return (scenario && text(scenario)) ?? "";
      });
      if (texts.every((each) => each === "")) return [];
      const cells = texts.map((each) => {
        const width = Math.max(valueEnd, each.length);
        return textCell(each, width, paint) + " ".repeat(Math.max(1, valueWidth - width));
      });
      return [`  ${row.label.padEnd(labelWidth)}${cells.join("")}`.trimEnd()];
    });
    return [paint("dim", `  ${title}`), ...lines];
  });
}

/** In words, how the best of what is not TLS compares; nothing when there were too few rounds to tell. */
function sayBest(
  kind: Kind,
  { shape }: Column,
  scenarios: readonly ScenarioReport[],
  unprotected: readonly string[],
): string[] {
  const best = bestOf(
    scenarios.filter(({ authentication }) => authentication !== "certificate"),
    unprotected,
  );
  if (!best) return [];
  const packet = shape.packetBytes === null ? "" : ` in packets of ${formatPacket(shape.packetBytes)}`;
  const ways = scenarios.filter(({ subject }) => subject === best.subject).length;
  const who = ways > 1 ? `${best.subject} (${best.authentication})` : best.subject;
  const load = shape.load === null ? "" : `${shape.load.toLocaleString("en")}${kind.shown.load ?? ""}, `;
  const where = shape.size === null ? load : `at ${formatBytes(shape.size)}${packet}, ${load}`;
  const comparisons = [
    ["TLS 1.3", best.ratioToTls, best.ratioInterval],
    ["udx", best.ratioToUdx, best.udxInterval],
  ] as const;
  return comparisons.flatMap(([other, ratio, interval]) =>
    ratio !== null && interval ? [`  ${where}${who} against ${other}: ${sayRatio(ratio, interval, kind.words)}`] : [],
  );
}

/** One for each shape: that of the value, without those of its statistics. */
function distinct(columns: readonly Column[]): readonly Column[] {
  return columns.filter(({ shape }, index) => columns.findIndex((column) => column.shape === shape) === index);
}
