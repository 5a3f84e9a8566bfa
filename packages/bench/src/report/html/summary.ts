import { advise } from "../advice/advise.ts";
import type { Report } from "../report.ts";
import { formatRatio, formatValue } from "../words.ts";
import { html, type Markup, type Part } from "./markup.ts";

/** The conclusion in words, before any number is shown. */
export function summarySection(report: Report): Markup {
  const { caution, choices, topics } = advise(report);
  return html`<section id="conclusion">
<h2>Conclusion</h2>
${caution === null ? undefined : html`<p class="stamp"><strong>${report.control.noisy ? "NOISY" : "NO CONCLUSION"}</strong> ${caution}</p>`}
${choices.map((choice): Part => html`<p class="choice">${unbroken(choice)}</p>`)}
${caution === null && choices.length + topics.length === 0 ? html`<p>Nothing here can be compared: there is one subject, or none.</p>` : undefined}
${topics.length === 0 ? undefined : html`<h3>${caution === null ? "What it costs" : "What was seen, and may be chance"}</h3>`}
<dl class="topics">${topics.map(({ title, sentences }): Part => html`<div><dt>${title}</dt>${sentences.map((sentence): Part => html`<dd>${unbroken(sentence)}</dd>`)}</div>`)}</dl>
</section>`;
}

/** No line ends between a number and its unit. */
function unbroken(text: string): string {
  return text.replaceAll(/(\d) (?=(?:[KM]i)?B\b|[mµ]?s\b|MB\/s)/g, "$1\u00a0");
}

/** Whether every message arrived as it was sent, and whether the machine was quiet. */
export function sayState({ scenarios, control, config }: Report): readonly string[] {
  const verified = scenarios.filter((row) => row.verified).length;
  const samples = scenarios.reduce((sum, row) => sum + row.samples, 0);
  const failed = scenarios.length - verified;
  const range = control.interval ? ` (${control.interval.map(formatValue).join(" to ")})` : "";
  const found = control.ratio === null ? "failed" : `${formatRatio(control.ratio)}${range}`;
  return [
    failed === 0
      ? `✓ ${verified} scenarios, ${samples.toLocaleString("en")} samples: every message arrived, in order and unchanged`
      : `✗ ${failed} of ${scenarios.length} scenarios failed`,
    `${control.noisy ? "NOISY" : "quiet"}: ${config.control} measured twice, ${found}`,
  ];
}
