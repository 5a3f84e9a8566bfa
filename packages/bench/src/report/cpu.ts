import { type CpuUse, parts } from "../cpu/parts.ts";
import type { Paint } from "./paint.ts";
import type { ScenarioReport } from "./report.ts";
import { formatValue } from "./words.ts";

/** Where the CPU time of each scenario went, one row for each process; nothing where none was profiled. */
export function renderCpu(scenarios: readonly ScenarioReport[], paint: Paint): string[] {
  const rows = scenarios.flatMap(({ id, cpu }) => {
    if (!cpu) return [];
    const sides = [["client", cpu.client] as const, ...(cpu.server ? [["server", cpu.server] as const] : [])];
    return [paint("dim", `  ${id}`), ...sides.map(([side, use]) => `    ${side.padEnd(8)}${renderUse(use)}`)];
  });
  if (rows.length === 0) return [];
  const headings = [...parts, "ms"].map((heading) => heading.padStart(widthOf(heading))).join("");
  return [
    `${paint("bold", "CPU time")}  % of each process${paint("dim", "; profiled, so quote no speed of this run")}`,
    paint("dim", `            ${headings}`),
    ...rows,
    "",
  ];
}

function renderUse(use: CpuUse): string {
  const totalMs = parts.reduce((sum, part) => sum + use[part], 0);
  const shares = parts.map((part) => `${Math.round((use[part] / (totalMs || 1)) * 100)}`.padStart(widthOf(part)));
  return shares.join("") + formatValue(totalMs).padStart(widthOf("ms"));
}

function widthOf(heading: string): number {
  return Math.max(7, heading.length) + 2;
}
