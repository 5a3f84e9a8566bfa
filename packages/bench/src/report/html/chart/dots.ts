import type { Kind } from "../../../scenarios/kind.ts";
import { sayMedian } from "../../advice/say.ts";
import type { ScenarioReport } from "../../report.ts";
import { formatRatio, formatValue } from "../../words.ts";
import { html, type Markup, type Part } from "../markup.ts";
import type { Looks } from "../series.ts";
import { bottomAxis } from "./axis.ts";
import { drawingOf } from "./figure.ts";
import { marker } from "./marker.ts";
import { xy } from "./number.ts";
import { ridge } from "./ridge.ts";
import { logScale, type Scale } from "./scale.ts";

/** What one panel compares: scenarios of one kind, transport and shape, one for each subject. */
export interface DotRows {
  readonly id: string;
  readonly title: string;
  readonly kind: Kind;
  readonly rows: readonly ScenarioReport[];
  readonly best: ScenarioReport | undefined;
  readonly looks: Looks;
}

/**
 * A row for each subject: the median with its interval on an axis that all of them share, above it how the samples lie,
 * below it the median of each round.
 */
export function drawDots({ id, title, kind, rows, best, looks }: DotRows): Markup {
  const { per, unit } = kind.shown;
  const values = rows.flatMap(extentOf).map((value) => value / per);
  const scale = logScale(values.length > 0 ? values : [1, 10], plot.left, plot.right, 5);
  const bottom = plot.top + rows.length * rowHeight;
  const said = rows.map((row) => `${row.subject}: ${sayMedian(row)}${row === best ? ", the best" : ""}`);
  return drawingOf({
    id,
    title: `${title}, ${unit}, ${kind.better} is better`,
    description: `${said.join("; ")}.`,
    width,
    height: bottom + 22,
    content: [
      values.length > 0 ? bottomAxis(scale, plot.top, bottom) : undefined,
      rows.map((row, index): Part => {
        const look = looks.get(row.subject);
        const name = nameOf(row, rows, yOf(index));
        const drawn =
          row.median === null ? failedRow(yOf(index)) : rowOf(row, yOf(index), scale, per, row === best, looks);
        return html`<g class="${look?.colour ?? ""}">${name}${drawn}</g>`;
      }),
    ],
  });
}

const width = 540;
const rowHeight = 40;
const plot = { left: 124, right: 410, top: 4 };

/** Everything of a row that must lie within the axis. */
function extentOf({ median, interval, roundMedians, distribution, p50, p75 }: ScenarioReport): readonly number[] {
  const samples = distribution ? [distribution.low, distribution.high] : [p50, p75];
  const values = [median, ...(interval ?? []), ...(roundMedians ?? []), ...samples];
  return values.filter((value): value is number => value !== null && value > 0);
}

function rowOf(row: ScenarioReport, y: number, scale: Scale, per: number, isBest: boolean, looks: Looks): Markup {
  const at = (value: number) => scale.at(value / per);
  const [low, high] = row.interval ?? [row.median ?? 0, row.median ?? 0];
  const median = row.median ?? 0;
  return html`${row.distribution ? ridge(row.distribution, per, scale, y - 6, 17) : undefined}
<path class="whisker" d="M${xy(at(low))} ${y - 4}v8m0 -4H${xy(at(high))}m0 -4v8"/>
${(row.roundMedians ?? []).map((round): Part => html`<line class="round" x1="${xy(at(round))}" x2="${xy(at(round))}" y1="${y + 8}" y2="${y + 12}"/>`)}
${marker(looks.get(row.subject)?.shape ?? "circle", at(median), y)}
<text class="value" x="${width}" y="${y - 1}" text-anchor="end">${isBest ? "★ " : ""}${formatValue(median / per)}</text>
<text class="ratio" x="${width}" y="${y + 13}" text-anchor="end">${ratioTexts(row)}</text>`;
}

function ratioTexts({ ratioToTls, ratioToRaw, ratioToUdx }: ScenarioReport): string {
  const all = [
    ["TLS", ratioToTls],
    ["raw", ratioToRaw],
    ["udx", ratioToUdx],
  ] as const;
  const found = all.flatMap(([name, ratio]) => (ratio === null ? [] : [`${formatRatio(ratio)} ${name}`]));
  return found.join(", ");
}

function failedRow(y: number): Markup {
  return html`<text class="failed" x="${width}" y="${y + 4}" text-anchor="end">failed</text>`;
}

/** The subject, and how it proves itself where it does so in several ways. */
function nameOf({ subject, authentication }: ScenarioReport, rows: readonly ScenarioReport[], y: number): Markup {
  const isShared = rows.filter((row) => row.subject === subject).length > 1;
  if (!isShared) return html`<text x="0" y="${y + 4}">${subject}</text>`;
  return html`<text x="0" y="${y - 2}">${subject}</text><text class="ratio" x="0" y="${y + 12}">${authentication}</text>`;
}

/** Where a row's marks lie. */
function yOf(index: number): number {
  return plot.top + index * rowHeight + 25;
}
