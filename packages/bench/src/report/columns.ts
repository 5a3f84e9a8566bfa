import type { Kind } from "../scenarios/kind.ts";
import { textCell, valueCell, valueEnd, valueWidth } from "./cell.ts";
import type { Paint } from "./paint.ts";
import type { ScenarioReport } from "./report.ts";
import { formatBytes, formatValue } from "./words.ts";

export interface Column {
  readonly heading: string;
  /** Which of a subject's scenarios the column shows. */
  readonly size: number | null;
  /** As wide as the heading. */
  render(scenario: ScenarioReport | undefined, best: boolean, paint: Paint): string;
}

/** A column for each size; for a kind without sizes, the statistics of its one scenario. */
export function columnsOf(kind: Kind, scenarios: readonly ScenarioReport[]): readonly Column[] {
  const sizes = kind.sizes.filter((size) => scenarios.some((scenario) => scenario.size === size));
  return sizes.flatMap((size) => {
    const value: Column = {
      heading: (size === null ? "median" : formatBytes(size)).padStart(valueEnd).padEnd(valueWidth),
      size,
      render: (scenario, best, paint) => valueCell(scenario, kind, best, paint),
    };
    return size === null ? [value, ...statisticsOf(kind)] : [value];
  });
}

function statisticsOf(kind: Kind): readonly Column[] {
  const shown = (value: number | null | undefined) => (value == null ? "" : formatValue(value / kind.shown.per));
  const column = (heading: string, text: (scenario: ScenarioReport) => string): Column => ({
    heading: heading.padStart(statisticWidth),
    size: null,
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
