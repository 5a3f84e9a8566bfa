import { sayConditions } from "../../relay/conditions.ts";
import { commandOf } from "../command.ts";
import type { Report } from "../report.ts";
import { formatBytes } from "../words.ts";
import { html, type Markup, type Part } from "./markup.ts";

/** Where the numbers are from, and how to get them again. */
export function environmentSection(report: Report): Markup {
  return html`<section id="environment">
<h2>Where the numbers are from</h2>
<p>Repeat it with</p>
<pre tabindex="0" aria-label="Command"><code>${commandOf(report)}</code></pre>
<dl>${factsOf(report).map(([name, value]): Part => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</section>`;
}

function factsOf({ environment, config }: Report): readonly (readonly [string, string])[] {
  const { versions, cpu, cores, memoryBytes, governor, commit, lockfile } = environment;
  return [
    ["processor", `${cpu}, ${cores} cores`],
    ["memory", formatBytes(memoryBytes)],
    ["system", environment.system],
    ["Node", versions.node],
    ["OpenSSL", versions.openssl],
    ["libsodium", versions.libsodium ?? "not installed"],
    ["governor", governor ?? "not told"],
    ["load before and after", `${environment.loadBefore}, ${environment.loadAfter}`],
    ["commit", commit ?? "none"],
    ["lockfile", lockfile?.slice(0, 16) ?? "none"],
    ["profile", `${config.profile}, ${config.rounds} rounds in ${Math.round(config.tookMs / 1000)} s`],
    ["seed", String(config.seed)],
    ["receivers", config.receiving],
    ["relay for UDP", config.conditions ? sayConditions(config.conditions) : "none"],
  ];
}
