import { html, type Markup, type Part } from "../markup.ts";
import { tickLabel, xy } from "./number.ts";
import type { Scale } from "./scale.ts";

/** Lines down from `top` to `bottom` at each tick, and their numbers below. */
export function bottomAxis(
  scale: Scale,
  top: number,
  bottom: number,
  label: (value: number) => string = tickLabel,
): Markup {
  return html`<g class="axis">${scale.ticks.map((tick): Part => {
    const x = xy(scale.at(tick));
    return html`<line x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/><text x="${x}" y="${bottom + 15}" text-anchor="middle">${label(tick)}</text>`;
  })}</g>`;
}

/** Lines across from `left` to `right` at each tick, and their numbers on the left. */
export function leftAxis(scale: Scale, left: number, right: number): Markup {
  return html`<g class="axis">${scale.ticks.map((tick): Part => {
    const y = xy(scale.at(tick));
    return html`<line x1="${left}" x2="${right}" y1="${y}" y2="${y}"/><text x="${left - 7}" y="${xy(scale.at(tick) + 4)}" text-anchor="end">${tickLabel(tick)}</text>`;
  })}</g>`;
}
