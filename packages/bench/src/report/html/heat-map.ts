import { kinds } from "../../scenarios/kind.ts";
import { packetSizes, transportNames } from "../../scenarios/shape.ts";
import { type Aspect, aspects, rowFor } from "../advice/aspect.ts";
import { sayShape, sayValue } from "../advice/say.ts";
import { bestOf } from "../best.ts";
import type { Report, ScenarioReport } from "../report.ts";
import { formatRatio } from "../words.ts";
import { html, type Markup, type Part } from "./markup.ts";

/** Transport and cipher against what was measured: the darker, the farther from the best that protects. */
export function heatMapSection(report: Report): Markup | undefined {
  const columns = Object.values(aspects).flatMap((aspect) => columnOf(aspect, report));
  if (columns.length === 0) return undefined;
  const lines = linesOf(report, columns);
  return html`<section id="overview">
<h2>At a glance</h2>
<p class="note">Each cell: the median, and how many times worse it is than the best that protects, over either transport. UDP in the largest packets that a session takes to this machine, where they were measured.</p>
<div class="scroll" role="region" aria-labelledby="overview-caption" tabindex="0"><table class="heat">
<caption id="overview-caption">Transport and cipher, side by side</caption>
<thead><tr><th scope="col">subject</th>${columns.map((column): Part => html`<th scope="col">${column.title}<small>${column.shape}</small></th>`)}</tr></thead>
${groupsOf(lines).map(
  ([
    transport,
    own,
  ]): Part => html`<tbody><tr><th scope="rowgroup" colspan="${columns.length + 1}">over ${transport.toUpperCase()}</th></tr>
${own.map((line): Part => html`<tr><th scope="row">${line.subject}${line.isControl ? html`<small>control</small>` : undefined}</th>${columns.map((column) => cellOf(column.rowOf(line), column.best, line.isControl))}</tr>`)}</tbody>`,
)}
</table></div>
<p class="note legend">${shades.map(({ to }, index): Part => html`<span class="h${index}">${to === Number.POSITIVE_INFINITY ? "more" : `to ${to}×`}</span> `)} <span>times worse than the best</span></p>
</section>`;
}

interface Line {
  readonly transport: string;
  readonly subject: string;
  readonly isControl: boolean;
}

interface Column {
  readonly title: string;
  readonly shape: string;
  readonly best: ScenarioReport | undefined;
  rowOf(line: Line): ScenarioReport | undefined;
}

function columnOf(aspect: Aspect, { scenarios, config }: Report): Column[] {
  const rowOf = ({ transport, subject }: Pick<Line, "transport" | "subject">) => {
    const loopback = rowFor(scenarios, aspect, { transport, subject }, packetSizes.loopback);
    return loopback ?? rowFor(scenarios, aspect, { transport, subject });
  };
  const pairs = [...new Map(scenarios.map((row) => [`${row.transport}/${row.subject}`, row])).values()];
  const rows = pairs.flatMap((row) => rowOf(row) ?? []);
  const [first] = rows;
  if (!first) return [];
  const kind = kinds.find(({ name }) => name === aspect.kind);
  const shape = sayShape({ ...first, packetBytes: null });
  return [{ title: kind?.title ?? aspect.kind, shape, best: bestOf(rows, config.unprotected), rowOf }];
}

function linesOf({ scenarios, config }: Report, columns: readonly Column[]): readonly Line[] {
  const lines = scenarios.map(({ transport, subject }) => {
    return { transport, subject, isControl: config.unprotected.includes(subject) };
  });
  const distinct = [...new Map(lines.map((line) => [`${line.transport}/${line.subject}`, line])).values()];
  const shown = distinct.filter((line) => columns.some((column) => column.rowOf(line) !== undefined));
  return shown.toSorted((one, other) => Number(one.isControl) - Number(other.isControl));
}

function groupsOf(lines: readonly Line[]): readonly (readonly [string, readonly Line[]])[] {
  return transportNames.flatMap((transport) => {
    const own = lines.filter((line) => line.transport === transport);
    return own.length === 0 ? [] : [[transport, own] as const];
  });
}

function cellOf(row: ScenarioReport | undefined, best: ScenarioReport | undefined, isControl: boolean): Markup {
  if (!row || row.median === null) return html`<td class="none">–</td>`;
  const value = sayValue(row, row.median);
  if (!best || best.median === null || best.median === 0) return html`<td>${value}</td>`;
  const worse = row.better === "higher" ? best.median / row.median : row.median / best.median;
  const shade = isControl ? "none" : `h${shades.findIndex(({ to }) => worse <= to)}`;
  const ratio =
    row === best ? "★ best" : worse < 1 ? `${formatRatio(1 / worse)} better` : `${formatRatio(worse)} worse`;
  return html`<td class="${shade}">${value}<small>${ratio}</small></td>`;
}

/** How many times worse, up to which a cell has this shade. */
const shades: readonly { readonly to: number }[] = [
  { to: 1.1 },
  { to: 1.5 },
  { to: 2.2 },
  { to: 4 },
  { to: 8 },
  { to: Number.POSITIVE_INFINITY },
];
