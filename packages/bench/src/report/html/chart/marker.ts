import { html, type Markup } from "../markup.ts";
import type { ShapeName } from "../series.ts";
import { xy } from "./number.ts";

/** A mark around a point, in the colour of its group. */
export function marker(shape: ShapeName, x: number, y: number, size = 5): Markup {
  if (shape === "circle") return html`<circle class="mark" cx="${xy(x)}" cy="${xy(y)}" r="${size}"/>`;
  if (shape === "ring") return html`<circle class="mark hollow" cx="${xy(x)}" cy="${xy(y)}" r="${size - 0.5}"/>`;
  const isHollow = shape === "frame";
  return html`<path class="mark${isHollow ? " hollow" : ""}" d="${outlines[shape](size)}" transform="translate(${xy(x)} ${xy(y)})"/>`;
}

/** Around (0, 0), of about the same area as a circle of that radius. */
const outlines: Readonly<Record<Exclude<ShapeName, "circle" | "ring">, (size: number) => string>> = {
  square: (size) => box(size * 0.9),
  frame: (size) => box(size * 0.82),
  triangle: (size) => `M0 ${-size * 1.2}L${size * 1.15} ${size * 0.8}H${-size * 1.15}Z`,
  wedge: (size) => `M0 ${size * 1.2}L${size * 1.15} ${-size * 0.8}H${-size * 1.15}Z`,
  diamond: (size) => `M0 ${-size * 1.25}L${size * 1.25} 0L0 ${size * 1.25}L${-size * 1.25} 0Z`,
  cross: (size) => {
    const [far, near] = [size * 1.1, size * 0.4];
    return `M${-near} ${-far}H${near}V${-near}H${far}V${near}H${near}V${far}H${-near}V${near}H${-far}V${-near}H${-near}Z`;
  },
};

function box(half: number): string {
  return `M${-half} ${-half}H${half}V${half}H${-half}Z`;
}
