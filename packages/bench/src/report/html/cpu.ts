import { type Part as CpuPart, type CpuUse, parts as cpuParts } from "../../cpu/parts.ts";
import type { Report } from "../report.ts";
import { formatValue } from "../words.ts";
import { drawStacks, type Stack } from "./chart/stack.ts";
import { html, type Markup, type Part } from "./markup.ts";

/** Where the CPU time of each scenario went, in each of its processes; only a profiled run knows. */
export function cpuSection({ scenarios }: Report): Markup | undefined {
  const profiled = scenarios.flatMap(({ id, cpu }) => (cpu ? [{ id, cpu }] : []));
  if (profiled.length === 0) return undefined;
  const parts = cpuParts.filter((part) => profiled.some(({ cpu }) => part in cpu.client));
  const colourOf = (part: CpuPart) => `s${parts.indexOf(part) % 8}`;
  const stackOf = (name: string, use: CpuUse): Stack => ({
    name,
    note: "",
    parts: parts.map((part) => ({ name: part, colour: colourOf(part), value: use[part] ?? 0 })),
    total: `${formatValue(Object.values(use).reduce((sum, ms) => sum + ms, 0))} ms`,
    detail: "",
  });
  return html`<section id="cpu">
<h2>Where the time goes</h2>
<p class="note">Shares of each process's CPU time. Profiling takes some itself: quote no speed of this run.</p>
<p class="note legend">${parts.map((part): Part => html`<span class="bar ${colourOf(part)}">${part}</span> `)}</p>
<div class="panels">${profiled.map(({ id, cpu }, index): Part => {
    const stacks = [stackOf("client", cpu.client), ...(cpu.server ? [stackOf("server", cpu.server)] : [])];
    return html`<figure><figcaption>${id}</figcaption>${drawStacks(`cpu-${index}`, id, stacks, true)}</figure>`;
  })}</div>
</section>`;
}
