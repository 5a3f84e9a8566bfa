import type { ScenarioReport } from "../../report.ts";
import { formatBytes, formatValue } from "../../words.ts";
import type { Crossover } from "../crossovers.ts";
import { html, type Markup, type Part } from "../markup.ts";
import type { Looks } from "../series.ts";
import { leftAxis } from "./axis.ts";
import { drawingOf } from "./figure.ts";
import { marker } from "./marker.ts";
import { xy } from "./number.ts";
import { logScale, type Scale } from "./scale.ts";

/** Throughput of some subjects, each of whose rows are in order of size. */
export interface SizeLines {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly (readonly ScenarioReport[])[];
  readonly crossovers: readonly Crossover[];
  readonly looks: Looks;
  readonly unprotected: readonly string[];
}

/** Both axes are logarithmic; whiskers are intervals, and numbered rings are crossovers. */
export function drawSizeLines({ id, title, lines, crossovers, looks, unprotected }: SizeLines): Markup {
  const rows = lines.flat();
  const sizes = [...new Set(rows.map(({ size }) => size ?? 1))].sort((one, other) => one - other);
  const x = logScale(sizes, plot.left, plot.right);
  const y = logScale(
    rows.flatMap(({ median, interval }) => [median ?? 1, ...(interval ?? [])]),
    plot.bottom,
    plot.top,
    8,
  );
  const labels = spread(lines.map((line) => y.at(line.at(-1)?.median ?? 1)));
  const said = lines.map((line) => `${line[0]?.subject}: ${line.map(sayPoint).join(", ")}`);
  return drawingOf({
    id,
    title,
    description: `${said.join("; ")}.`,
    width,
    height,
    content: [
      leftAxis(y, plot.left, plot.right),
      sizeAxis(sizes, x),
      lines.map(
        (line, index): Part => drawLine(line, aside(x, index, lines.length), y, labels[index] ?? 0, looks, unprotected),
      ),
      crossovers.map(({ size, value }, index) => drawCrossover(x.at(size), y.at(value), index + 1)),
    ],
  });
}

const width = 620;
const height = 400;
const plot = { left: 52, right: 468, top: 12, bottom: 350 };

/** Some drawing units to the left or the right, so that intervals of one size stand side by side. */
function aside(x: Scale, index: number, count: number): Pick<Scale, "at"> {
  return { at: (value) => x.at(value) + (index - (count - 1) / 2) * 4 };
}

function sayPoint({ size, median }: ScenarioReport): string {
  return `${formatBytes(size ?? 1)} ${formatValue(median ?? 0)} MB/s`;
}

function sizeAxis(sizes: readonly number[], x: Scale): Markup {
  const middle = (plot.left + plot.right) / 2;
  return html`<g class="axis">${sizes.map((size): Part => {
    const at = xy(x.at(size));
    return html`<line x1="${at}" x2="${at}" y1="${plot.top}" y2="${plot.bottom}"/><text x="${at}" y="${plot.bottom + 18}" text-anchor="middle">${formatBytes(size)}</text>`;
  })}<text x="${middle}" y="${plot.bottom + 40}" text-anchor="middle">size of a message</text></g>`;
}

function drawLine(
  line: readonly ScenarioReport[],
  x: Pick<Scale, "at">,
  y: Scale,
  labelY: number,
  looks: Looks,
  unprotected: readonly string[],
): Markup {
  const subject = line[0]?.subject ?? "";
  const { colour, shape } = looks.get(subject) ?? { colour: "", shape: "circle" as const };
  const points = line.map(({ size, median }) => [x.at(size ?? 1), y.at(median ?? 1)] as const);
  const path = points.map(([left, top]) => `${xy(left)} ${xy(top)}`).join("L");
  const [lastX, lastY] = points.at(-1) ?? [0, 0];
  return html`<g class="${colour}">
<path class="line${unprotected.includes(subject) ? " dashed" : ""}" d="M${path}"/>
${line.map(({ size, interval }): Part => {
  if (!interval) return undefined;
  const at = xy(x.at(size ?? 1));
  return html`<line class="whisker" x1="${at}" x2="${at}" y1="${xy(y.at(interval[0]))}" y2="${xy(y.at(interval[1]))}"/>`;
})}
${points.map(([left, top]) => marker(shape, left, top, 4.5))}
<path class="leader" d="M${xy(lastX + 8)} ${xy(lastY)}L${plot.right + 22} ${xy(labelY)}"/>
<text class="series" x="${plot.right + 27}" y="${xy(labelY + 4)}">${subject}</text>
</g>`;
}

function drawCrossover(x: number, y: number, number: number): Markup {
  return html`<g class="crossover"><circle cx="${xy(x)}" cy="${xy(y)}" r="9"/><text x="${xy(x)}" y="${xy(y + 25)}" text-anchor="middle">${number}</text></g>`;
}

/** The same places, moved apart so far that the labels there can be read. */
function spread(places: readonly number[]): readonly number[] {
  const order = places.map((_, index) => index).sort((one, other) => (places[one] ?? 0) - (places[other] ?? 0));
  const moved = [...places];
  let least = plot.top;
  for (const index of order) {
    moved[index] = Math.max(moved[index] ?? 0, least);
    least = (moved[index] ?? 0) + lineHeight;
  }
  const overflow = least - lineHeight - plot.bottom;
  return overflow > 0 ? moved.map((place) => place - overflow) : moved;
}

const lineHeight = 17;
