import { html, type Markup, type Part } from "../markup.ts";
import { drawingOf } from "./figure.ts";
import { xy } from "./number.ts";

/** A row of a chart: parts one behind the other. */
export interface Stack {
  readonly name: string;
  /** Below the name. */
  readonly note: string;
  readonly parts: readonly { readonly name: string; readonly colour: string; readonly value: number }[];
  /** On the right, and below it. */
  readonly total: string;
  readonly detail: string;
}

/** Bars on a scale from zero to the longest, or each from end to end where shares are what counts. */
export function drawStacks(id: string, title: string, stacks: readonly Stack[], shares: boolean): Markup {
  const longest = Math.max(...stacks.map(sumOf));
  const said = stacks.map(({ name, parts, total, detail }) => {
    const each = parts.map((part) => `${part.name} ${Math.round((part.value / (sumOf({ parts }) || 1)) * 100)} %`);
    return `${name}: ${[total, detail, each.join(", ")].filter((text) => text !== "").join(", ")}`;
  });
  return drawingOf({
    id,
    title,
    description: `${said.join("; ")}.`,
    width,
    height: stacks.length * rowHeight + 2,
    content: stacks.map((stack, index): Part => {
      const whole = shares ? sumOf(stack) : longest;
      return drawStack(stack, index * rowHeight, (plot.right - plot.left) / (whole || 1));
    }),
  });
}

const width = 560;
const rowHeight = 38;
const plot = { left: 130, right: 430 };

function sumOf({ parts }: Pick<Stack, "parts">): number {
  return parts.reduce((sum, { value }) => sum + value, 0);
}

function drawStack({ name, note, parts, total, detail }: Stack, top: number, perUnit: number): Markup {
  let x = plot.left;
  const bars = parts.map(({ colour, value }): Part => {
    const length = value * perUnit;
    const bar = html`<rect class="bar ${colour}" x="${xy(x)}" y="${top + 8}" width="${xy(length)}" height="18"/>`;
    x += length;
    return length < 0.05 ? undefined : bar;
  });
  const middle = top + 21;
  return html`<text x="0" y="${note === "" ? middle : top + 15}">${name}</text><text class="ratio" x="0" y="${top + 29}">${note}</text>
${bars}
<text class="value" x="${width}" y="${detail === "" ? middle : top + 15}" text-anchor="end">${total}</text><text class="ratio" x="${width}" y="${top + 29}" text-anchor="end">${detail}</text>`;
}
