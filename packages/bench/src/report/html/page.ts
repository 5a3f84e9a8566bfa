import type { Comparison } from "../../baseline/comparison.ts";
import { kinds } from "../../scenarios/kind.ts";
import type { Report } from "../report.ts";
import { allRowsSection } from "./all-rows.ts";
import { baselineSection } from "./baseline.ts";
import { cpuSection } from "./cpu.ts";
import { embedReport } from "./embed.ts";
import { environmentSection } from "./environment.ts";
import { heatMapSection } from "./heat-map.ts";
import { html, Markup, type Part } from "./markup.ts";
import { kindSections } from "./panels.ts";
import { policyFor } from "./policy.ts";
import { protectionSection } from "./protections.ts";
import { looksOf } from "./series.ts";
import { sizesSection } from "./sizes.ts";
import { sortScript } from "./sort-script.ts";
import { style } from "./style.ts";
import { sayState, summarySection } from "./summary.ts";
import { wireSection } from "./wire.ts";

/** The report as one HTML file: it needs no other, asks nobody for anything, and carries its own JSON. */
export function renderHtml(report: Report, comparison: Comparison | null): string {
  const looks = looksOf(report);
  const { environment, config } = report;
  const content = html`${[
    summarySection(report),
    comparison ? baselineSection(comparison) : undefined,
    protectionSection(report),
    heatMapSection(report),
    sizesSection(report, looks),
    kindSections(report, looks),
    wireSection(report),
    cpuSection(report),
    failuresSection(report),
    environmentSection(report),
    boundariesSection,
    allRowsSection(report),
  ]}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policyFor(sortScript, style))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Countersign benchmark: ${environment.cpu}, ${config.profile}</title>
<link rel="icon" href="${icon}">
<style>${new Markup(style)}</style>
</head>
<body>
<header>
<h1>Countersign benchmark</h1>
<p>${[environment.cpu, `${environment.cores} cores`, environment.system, `Node ${environment.versions.node}`, `OpenSSL ${environment.versions.openssl}`].join(" · ")}</p>
${sayState(report).map((line): Part => html`<p class="state">${line}</p>`)}
</header>
<nav aria-label="Sections"><ul>${linksTo(content, comparison)}</ul></nav>
<main>${content}</main>
${embedReport(report)}
<script>${new Markup(sortScript)}</script>
</body>
</html>
`;
  return page.text;
}

/** To the sections that this page has. */
function linksTo({ text: page }: Markup, comparison: Comparison | null): Part {
  const links = [
    ["conclusion", "Conclusion"],
    ["baseline", `Against ${comparison?.baseline}`],
    ["protection", "Protection"],
    ["overview", "At a glance"],
    ["sizes", "Sizes"],
    ...kinds.map(({ name, title }) => [name, title]),
    ["wire", "Wire"],
    ["cpu", "CPU"],
    ["environment", "Environment"],
    ["all", "All rows"],
  ];
  const present = links.filter(([id]) => page.includes(`<section id="${id}">`));
  return present.map(([id, text]): Part => html`<li><a href="#${id}">${text}</a></li>`);
}

function failuresSection({ scenarios, unavailable }: Report): Part {
  const failed = scenarios.filter(({ error }) => error !== null);
  if (failed.length + unavailable.length === 0) return undefined;
  return html`<section id="failures">
<h2>What could not be measured</h2>
<ul>${failed.map(({ id, error }): Part => html`<li class="failed"><code>${id}</code>: ${error ?? ""}</li>`)}
${unavailable.map(({ subject, reason }): Part => html`<li><code>${subject}</code> is not available: ${reason}</li>`)}</ul>
</section>`;
}

const boundariesSection = html`<section id="boundaries">
<h2>What the numbers do not say</h2>
<ul>
<li>Client and server share one machine and talk over loopback: there is no network card and no distance.</li>
<li>A ratio to TLS is to TLS 1.3 with RSA-2048 over TCP at the same size, and above 1 is better. TLS proves the server alone, a session proves both sides.</li>
<li>An interval is a 95 % bootstrap over the rounds. With fewer than five rounds it spans all of them, and holds the truth less often.</li>
<li>No difference detected does not mean that there is none.</li>
</ul>
</section>`;

/** A bar chart of three bars. Without one a browser would ask the server of the page. */
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%232563c9' d='M1 9h4v6H1zM6 5h4v10H6zM11 1h4v14h-4z'/%3E%3C/svg%3E";
