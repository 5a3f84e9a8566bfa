import { transportNames } from "../../scenarios/shape.ts";
import type { Report, ScenarioReport } from "../report.ts";
import { formatBytes, formatPacket, formatValue } from "../words.ts";
import { drawSizeLines } from "./chart/lines.ts";
import { type Crossover, crossoversOf } from "./crossovers.ts";
import { html, type Markup, type Part } from "./markup.ts";
import type { Looks } from "./series.ts";

/** Throughput against the size of messages, one chart for each transport and size of packets that has lines to draw. */
export function sizesSection(report: Report, looks: Looks): Markup | undefined {
  const charts = groupsOf(report).flatMap(({ name, rows }, index) => {
    const lines = linesOf(rows);
    return lines.length === 0 ? [] : [figureOf(`sizes-${index}`, `Throughput over ${name}`, lines, report, looks)];
  });
  if (charts.length === 0) return undefined;
  return html`<section id="sizes">
<h2>Throughput and the size of messages</h2>
<p class="note">MB/s of 10⁶ bytes, up is faster; both axes are logarithmic. A vertical bar is the 95 % interval. Dashed: a control without protection.</p>
<div class="panels">${charts}</div>
</section>`;
}

function figureOf(
  id: string,
  title: string,
  lines: readonly (readonly ScenarioReport[])[],
  { config, control }: Report,
  looks: Looks,
): Markup {
  const protecting = lines.filter((line) => !config.unprotected.includes(line[0]?.subject ?? ""));
  const crossovers = control.noisy ? [] : crossoversOf(protecting, config.seed);
  const drawing = drawSizeLines({ id, title, lines, crossovers, looks, unprotected: config.unprotected });
  return html`<figure><figcaption>${title}</figcaption>${drawing}${said(crossovers, control.noisy)}</figure>`;
}

function said(crossovers: readonly Crossover[], noisy: boolean): Part {
  if (noisy) return html`<p class="note">This run is NOISY: no crossover is marked.</p>`;
  if (crossovers.length === 0) return undefined;
  return html`<ol class="note">${crossovers.map(({ above, below, size, value }): Part => {
    const where = `From about ${formatBytes(Math.round(size))} (${formatValue(value)} MB/s)`;
    return html`<li>${where} on, ${above} is faster; with smaller messages, ${below}.</li>`;
  })}</ol>`;
}

function groupsOf({ scenarios }: Report): { readonly name: string; readonly rows: readonly ScenarioReport[] }[] {
  const throughput = scenarios.filter(({ kind, median }) => kind === "throughput" && median !== null);
  return transportNames.flatMap((transport) => {
    const own = throughput.filter((row) => row.transport === transport);
    const packets = [...new Set(own.map(({ packetBytes }) => packetBytes))];
    return packets.map((packetBytes) => ({
      name: `${transport.toUpperCase()}${packetBytes === null ? "" : ` in packets of ${formatPacket(packetBytes)} B`}`,
      rows: own.filter((row) => row.packetBytes === packetBytes),
    }));
  });
}

/** One for each subject that was measured with two sizes at least. */
function linesOf(rows: readonly ScenarioReport[]): readonly (readonly ScenarioReport[])[] {
  const names = [...new Set(rows.map(({ subject, authentication }) => `${subject}/${authentication}`))];
  return names
    .map((name) => rows.filter(({ subject, authentication }) => `${subject}/${authentication}` === name))
    .map((line) => line.toSorted((one, other) => (one.size ?? 0) - (other.size ?? 0)))
    .filter((line) => line.length > 1);
}
