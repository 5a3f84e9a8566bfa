import type { Change, Comparison } from "../../baseline/comparison.ts";
import { sayChange } from "../../baseline/words.ts";
import { verdictOf } from "../words.ts";
import { drawRatios } from "./chart/ratios.ts";
import { html, type Markup, type Part } from "./markup.ts";

/** What became of each scenario since a baseline. */
export function baselineSection(comparison: Comparison): Markup {
  const { baseline, commit, rows, refusal, differences, onlyBefore, onlyNow } = comparison;
  const isChanged = ({ interval }: Change) => ["better", "worse"].includes(verdictOf(interval));
  const changed = rows.filter(isChanged);
  const alike = rows.filter((row) => !isChanged(row));
  const from = commit === null ? "" : ` (commit ${commit.slice(0, 8)})`;
  return html`<section id="baseline">
<h2>Compared with ${baseline}</h2>
${refusal === null ? undefined : html`<p class="stamp"><strong>NO VERDICT</strong> ${refusal}.</p>`}
<p class="note">Baseline ${baseline}${from}. Right of 1 is better; a row whose interval holds 1 shows no difference.</p>
${differences.length === 0 ? undefined : html`<p class="note">Different between the runs: ${differences.join("; ")}.</p>`}
${figureOf("changed", `What changed since ${baseline}, with 95 % intervals`, changed)}
${refusal === null && changed.length > 0 ? html`<ul>${changed.map((row): Part => html`<li><code>${row.id}</code>: ${sayChange(row)}</li>`)}</ul>` : undefined}
${alike.length === 0 ? undefined : html`<details><summary>No difference was detected in ${alike.length} of ${rows.length} scenarios</summary>${figureOf("alike", `As ${baseline}, as far as can be told`, alike)}</details>`}
${missing("Only in the baseline", onlyBefore)}${missing("Only in this run", onlyNow)}
</section>`;
}

function figureOf(id: string, title: string, rows: readonly Change[]): Part {
  if (rows.length === 0) return undefined;
  return html`<figure><figcaption>${title}</figcaption>${drawRatios(id, title, rows)}</figure>`;
}

function missing(title: string, ids: readonly string[]): Part {
  return ids.length === 0 ? undefined : html`<p class="note">${title}: ${ids.join(", ")}.</p>`;
}
