import type { Report, ScenarioReport } from "../report.ts";
import { formatPercent, formatRatio, formatValue } from "../words.ts";
import { html, type Markup, type Part } from "./markup.ts";

/** Every row of the run, to sort by any column, with a mouse or the keyboard. */
export function allRowsSection({ scenarios }: Report): Markup {
  const shown = columns.filter(({ value }) => scenarios.some((row) => value(row) !== null));
  return html`<section id="all">
<h2>All rows</h2>
<p class="note">Press a heading to sort by it. The page carries these numbers as JSON, too: <code>pnpm bench report</code> reads them from this file.</p>
<p id="sorted" class="hidden" role="status"></p>
<div class="scroll" role="region" aria-labelledby="rows-caption" tabindex="0"><table id="rows">
<caption id="rows-caption">${scenarios.length} scenarios</caption>
<thead><tr>${shown.map(({ title, type }): Part => html`<th scope="col" data-type="${type}"><button type="button">${title}</button></th>`)}</tr></thead>
<tbody>${scenarios.map((row): Part => html`<tr${row.verified ? undefined : attribute}>${shown.map((column, index) => cellOf(row, column, index === 0))}</tr>`)}</tbody>
</table></div>
</section>`;
}

const attribute = html` class="failed"`;

interface Column {
  readonly title: string;
  readonly type: "text" | "number";
  value(row: ScenarioReport): string | number | null;
  /** How a value is shown; default: as it is. */
  show?(value: number, row: ScenarioReport): string;
}

function cellOf(row: ScenarioReport, { type, value, show }: Column, isHeading: boolean): Markup {
  const found = value(row);
  const text = typeof found === "number" && show ? show(found, row) : (found ?? "");
  if (isHeading) return html`<th scope="row" data-value="${found ?? ""}">${text}</th>`;
  return html`<td class="${type}" data-value="${found ?? ""}">${text}</td>`;
}

const text = (title: string, value: Column["value"]): Column => ({ title, type: "text", value });
const number = (title: string, value: Column["value"], show: Column["show"] = formatValue): Column => {
  return { title, type: "number", value, show };
};
const bytes = (value: number) => value.toLocaleString("en");

const columns: readonly Column[] = [
  text("scenario", ({ id }) => id),
  number("size, B", ({ size }) => size, bytes),
  number("packet, B", ({ packetBytes }) => packetBytes, bytes),
  number("load", ({ load }) => load, bytes),
  number("median", ({ median }) => median),
  text("unit", ({ unit }) => unit),
  number("low", ({ interval }) => interval?.[0] ?? null),
  number("high", ({ interval }) => interval?.[1] ?? null),
  number("p75", ({ p75 }) => p75),
  number("p99", ({ p99 }) => p99),
  number("max", ({ max }) => max),
  number("lost", ({ lost }) => lost, formatPercent),
  number("to TLS", ({ ratioToTls }) => ratioToTls, formatRatio),
  number("to raw", ({ ratioToRaw }) => ratioToRaw, formatRatio),
  number("to udx", ({ ratioToUdx }) => ratioToUdx, formatRatio),
  number("rounds", ({ rounds }) => rounds, bytes),
  number("samples", ({ samples }) => samples, bytes),
  text("found", ({ verified, error }) => (verified ? "verified" : (error ?? "not measured"))),
];
