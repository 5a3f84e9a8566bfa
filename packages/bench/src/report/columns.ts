import type { Kind } from "../scenarios/kind.ts";
import type { Shape } from "../scenarios/shape.ts";
import { textCell, valueCell, valueEnd, valueWidth } from "./cell.ts";
import type { Paint } from "./paint.ts";
import type { ScenarioReport } from "./report.ts";
import { formatBytes, formatPacket, formatValue } from "./words.ts";

export interface Column {
  readonly heading: string;
  /** Of the packets; empty where they are not part of the question. */
  readonly packetHeading: string;
  readonly shape: Shape;
  /** Which of a subject's scenarios the column shows. */
  has(scenario: ScenarioReport): boolean;
  /** As wide as the heading. */
  render(scenario: ScenarioReport | undefined, best: boolean, paint: Paint): string;
}

/** A column for each shape; where there is nothing but one, without a size, the statistics of its scenario, too. */
export function columnsOf(kind: Kind, scenarios: readonly ScenarioReport[]): readonly Column[] {
  const shapes = shapesOf(scenarios);
  return shapes.flatMap((shape, index) => {
    const { size, packetBytes, load } = shape;
    const isFirstOfSize = shapes.findIndex((other) => other.size === size && other.load === load) === index;
    // What chooses its packets by itself stands once, with the first.
    const has = (scenario: ScenarioReport) =>
      scenario.size === size &&
      scenario.load === load &&
      (scenario.packetBytes === packetBytes || (scenario.packetBytes === null && isFirstOfSize));
    const value: Column = {
      heading: padded(headingOf(kind, shape)),
      packetHeading: padded(packetBytes === null ? "" : formatPacket(packetBytes)),
      shape,
      has,
      render: (scenario, best, paint) => valueCell(scenario, kind, best, paint),
    };
    return shapes.length === 1 ? [value, ...statisticsOf(kind, value)] : [value];
  });
}

function headingOf({ shown }: Kind, { size, load }: Shape): string {
  if (load !== null) return `${load.toLocaleString("en")}${shown.load ?? ""}`;
  return size === null ? (shown.sizeless ?? "median") : formatBytes(size);
}

/** Smaller first; without a packet only where no other scenario of the size has one. */
function shapesOf(scenarios: readonly ScenarioReport[]): readonly Shape[] {
  const shapes = new Map<string, Shape>();
  for (const { size, packetBytes, load } of scenarios) {
    const isPacked = scenarios.some((other) => other.size === size && other.packetBytes !== null);
    if (packetBytes !== null || !isPacked) shapes.set(`${size}/${packetBytes}/${load}`, { size, packetBytes, load });
  }
  const order = (one: Shape, other: Shape) =>
    (one.size ?? 0) - (other.size ?? 0) ||
    (one.packetBytes ?? 0) - (other.packetBytes ?? 0) ||
    (one.load ?? 0) - (other.load ?? 0);
  return [...shapes.values()].sort(order);
}

function padded(heading: string): string {
  return heading.padStart(valueEnd).padEnd(valueWidth);
}

function statisticsOf(kind: Kind, { shape, has }: Column): readonly Column[] {
  const shown = (value: number | null | undefined) => (value == null ? "" : formatValue(value / kind.shown.per));
  const column = (heading: string, text: (scenario: ScenarioReport) => string): Column => ({
    heading: heading.padStart(statisticWidth),
    packetHeading: "",
    shape,
    has,
    render: (scenario, _best, paint) => textCell(scenario ? text(scenario) : "", statisticWidth, paint),
  });
  return [
    column("95 % interval", ({ interval }) => (interval ? `${shown(interval[0])} to ${shown(interval[1])}` : "")),
    column("p75", ({ p75 }) => shown(p75)),
    column("p99", ({ p99 }) => shown(p99)),
    column("max", ({ max }) => shown(max)),
  ];
}

const statisticWidth = 15;
