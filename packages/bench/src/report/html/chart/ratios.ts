import type { Change } from "../../../baseline/comparison.ts";
import { sayChange } from "../../../baseline/words.ts";
import { formatRatio, type Verdict, verdictOf } from "../../words.ts";
import { html, type Markup, type Part } from "../markup.ts";
import { bottomAxis } from "./axis.ts";
import { drawingOf } from "./figure.ts";
import { marker } from "./marker.ts";
import { xy } from "./number.ts";
import { logScale, type Scale } from "./scale.ts";

/** A row for each scenario: how many times better it is than before, with its interval, around a line at 1. */
export function drawRatios(id: string, title: string, rows: readonly Change[]): Markup {
  const values = rows.flatMap(({ ratio, interval }) => [ratio, ...(interval ?? [])]);
  const scale = logScale([...values, 0.9, 1.1], plot.left, plot.right);
  const bottom = plot.top + rows.length * rowHeight;
  return drawingOf({
    id,
    title,
    description: `${rows.map((row) => `${row.id}: ${sayChange(row)}`).join("; ")}.`,
    width,
    height: bottom + 24,
    content: [
      bottomAxis(scale, plot.top, bottom, (value) => `${Number(value.toPrecision(3))}×`),
      html`<line class="one" x1="${xy(scale.at(1))}" x2="${xy(scale.at(1))}" y1="${plot.top}" y2="${bottom}"/>`,
      rows.map((row, index): Part => rowOf(row, plot.top + (index + 0.5) * rowHeight, scale)),
    ],
  });
}

const width = 900;
const rowHeight = 24;
const plot = { left: 340, right: 820, top: 4 };

function rowOf({ id, ratio, interval }: Change, y: number, scale: Scale): Markup {
  const [low, high] = interval ?? [ratio, ratio];
  return html`<g class="${classes[verdictOf(interval)]}"><text class="name" x="0" y="${y + 4}">${id}</text>
<path class="whisker" d="M${xy(scale.at(low))} ${y - 4}v8m0 -4H${xy(scale.at(high))}m0 -4v8"/>
${marker("circle", scale.at(ratio), y, 4)}
<text class="value" x="${width}" y="${y + 4}" text-anchor="end">${formatRatio(ratio)}</text></g>`;
}

const classes: Readonly<Record<Verdict, string>> = {
  better: "better",
  worse: "worse",
  "no difference": "same",
  unknown: "same",
};
