import { colours } from "./colours.ts";

/** The style of the page. Colours are in `colours.ts`. */
export const style = `${colours}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body { margin: 0 auto; max-width: 1180px; padding: 0 24px 64px; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
header { padding: 40px 0 12px; }
h1 { margin: 0 0 4px; font-size: 32px; letter-spacing: -0.02em; line-height: 1.2; }
h2 { margin: 0 0 8px; font-size: 22px; letter-spacing: -0.01em; line-height: 1.3; }
h3 { margin: 20px 0 4px; font-size: 16px; }
p { margin: 0 0 8px; }
header p, .note, small { color: var(--muted); }
.note { max-width: 80ch; font-size: 14px; }
small { display: block; font-size: 12px; font-weight: 400; }
code, pre { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.88em; }
pre { overflow-x: auto; padding: 12px 16px; border-radius: 8px; background: var(--sunken); }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
nav { position: sticky; top: 0; z-index: 1; margin: 0 -24px; padding: 8px 24px; border-bottom: 1px solid var(--line); background: var(--page); }
nav ul { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 0; padding: 0; list-style: none; font-size: 14px; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
section { scroll-margin-top: 64px; margin-top: 44px; }
.state { font-size: 14px; margin: 0; }
.choice { max-width: 75ch; padding: 14px 18px; border-left: 4px solid var(--good); border-radius: 0 8px 8px 0; background: var(--sunken); font-size: 18px; }
.stamp { max-width: 80ch; padding: 14px 18px; border-left: 4px solid var(--warn); border-radius: 0 8px 8px 0; background: var(--warn-back); }
.stamp strong { margin-right: 8px; color: var(--warn); letter-spacing: 0.06em; }
.topics div { break-inside: avoid; }
.topics { grid-template-columns: repeat(auto-fill, minmax(min(100%, 440px), 1fr)); gap: 14px 36px; margin-top: 8px; }
.topics dt { color: var(--ink); font-size: 14px; font-weight: 600; }
.topics dd { font-size: 14.5px; line-height: 1.5; margin: 4px 0; padding-left: 12px; border-left: 2px solid var(--line); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 10px 28px; margin: 16px 0; }
dt { color: var(--muted); font-size: 13px; }
dd { margin: 0; overflow-wrap: anywhere; }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 480px), 1fr)); gap: 18px; }
figure { margin: 0; padding: 16px 18px 10px; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
figcaption { margin-bottom: 8px; font-size: 14px; font-weight: 600; }
svg { display: block; width: 100%; height: auto; overflow: visible; font-size: 13px; }
svg text { fill: var(--ink); }
.axis line { stroke: var(--grid); }
.axis text { fill: var(--muted); font-size: 11.5px; }
.mark { fill: currentColor; stroke: var(--card); stroke-width: 1.2; }
.mark.hollow { fill: var(--card); stroke: currentColor; stroke-width: 1.8; }
.ridge { fill: currentColor; opacity: 0.28; }
.whisker { fill: none; stroke: currentColor; stroke-width: 1.8; }
.round { stroke: currentColor; opacity: 0.75; }
.line { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; }
.dashed { stroke-dasharray: 5 4; }
.leader { fill: none; stroke: currentColor; opacity: 0.5; }
svg .series { fill: currentColor; font-weight: 600; }
.crossover circle { fill: none; stroke: var(--ink); stroke-width: 1.6; }
.crossover text { font-weight: 700; }
svg .value { font-weight: 600; font-variant-numeric: tabular-nums; }
svg .ratio { fill: var(--muted); font-size: 11.5px; font-variant-numeric: tabular-nums; }
svg text.failed { fill: var(--bad); font-weight: 600; }
.bar { fill: currentColor; stroke: var(--card); }
span.bar::before { content: ""; display: inline-block; width: 11px; height: 11px; margin-right: 6px; border-radius: 2px; background: currentColor; }
.one { stroke: var(--ink); stroke-width: 1.2; }
.better { color: var(--good); }
.worse { color: var(--bad); }
.same { color: var(--muted); }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
table { width: 100%; border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
caption { padding: 10px 14px; text-align: left; font-weight: 600; }
th, td { padding: 7px 14px; border-top: 1px solid var(--line); text-align: left; vertical-align: top; white-space: nowrap; }
thead th { color: var(--muted); font-weight: 600; }
th[scope="row"] { font-weight: 600; }
th[scope="rowgroup"] { background: var(--sunken); color: var(--muted); font-size: 13px; }
td.number { text-align: right; }
td.good { color: var(--good); }
td.bad, td.none { color: var(--muted); }
.failed, .failed th, .failed td { color: var(--bad); }
.heat td { text-align: center; }
.heat thead th:not(:first-child) { text-align: center; }
.heat td small { color: inherit; opacity: 0.85; }
details { margin: 12px 0; }
summary { cursor: pointer; }
details figure { margin-top: 10px; }
.legend { margin-top: 8px; }
.legend span { display: inline-block; padding: 1px 10px; border-radius: 4px; }
#rows th, #rows td { padding: 5px 10px; font-size: 13px; }
#rows th[scope="row"] { font-weight: 400; font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12px; }
#rows button { padding: 0; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
#rows button::after { content: " ↕"; content: " ↕" / ""; opacity: 0.4; }
#rows [aria-sort="ascending"] button::after { content: " ↑"; opacity: 1; }
#rows [aria-sort="descending"] button::after { content: " ↓"; opacity: 1; }
#rows [data-type="number"] { text-align: right; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media print {
  body { max-width: none; padding: 0; background: none; font-size: 10.5pt; }
  nav { display: none; }
  section { margin-top: 20pt; }
  h2, h3, figcaption, caption { break-after: avoid; }
  figure, .choice, .stamp, tr, dl div { break-inside: avoid; }
  .panels { grid-template-columns: 1fr 1fr; }
  .scroll { overflow: visible; }
  .heat td, .legend span, .mark, .ridge { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  table { font-size: 8.5pt; }
  th, td { padding: 3pt 5pt; white-space: normal; }
  @page rows { size: landscape; }
  #all { page: rows; }
  #rows th, #rows td { padding: 1.5pt 3pt; font-size: 6.5pt; }
  #rows td { white-space: nowrap; }
  #rows th[scope="row"] { font-size: 6pt; overflow-wrap: anywhere; }
  #rows button::after { content: ""; }
}
`;
