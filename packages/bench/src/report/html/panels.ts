import { type Kind, kinds } from "../../scenarios/kind.ts";
import { transportNames } from "../../scenarios/shape.ts";
import { overTransport, sayShape } from "../advice/say.ts";
import { bestOf } from "../best.ts";
import type { Report, ScenarioReport } from "../report.ts";
import { drawDots } from "./chart/dots.ts";
import { html, type Markup, type Part } from "./markup.ts";
import type { Looks } from "./series.ts";

/** A section for each kind: a panel for each transport and shape. */
export function kindSections(report: Report, looks: Looks): readonly Markup[] {
  const sections = kinds.flatMap((kind) => {
    const panels = transportNames.flatMap((transport) => panelsOf(kind, transport, report, looks));
    return panels.length === 0 ? [] : [{ kind, panels }];
  });
  return sections.map(({ kind, panels }, index) => sectionOf(kind, panels, index === 0 ? howToRead : undefined));
}

function sectionOf(kind: Kind, panels: readonly Markup[], note: Part): Markup {
  return html`<section id="${kind.name}">
<h2>${kind.title}</h2>
<p class="note">${kind.shown.unit}, ${kind.better} is better: ${kind.summary}.${note}</p>
<div class="panels">${panels}</div>
</section>`;
}

const howToRead =
  " A mark is the median of the rounds' medians, with its 95 % interval; the hill above it is all samples, the ticks below it are the rounds. Axes are logarithmic.";

function panelsOf(kind: Kind, transport: string, { scenarios, config }: Report, looks: Looks): readonly Markup[] {
  const own = scenarios.filter((row) => row.kind === kind.name && row.transport === transport);
  const shapes = [...new Map(own.map((row) => [sayShape(row), row])).values()].sort(bySize);
  return shapes.map((like, index) => {
    const shape = sayShape(like);
    const rows = own.filter((row) => sayShape(row) === shape);
    const title = `${kind.title} ${overTransport(transport)}${shape === "" ? "" : ` · ${shape}`}`;
    const panel = { id: `${kind.name}-${transport}-${index}`, title, kind, looks };
    const drawing = drawDots({
      ...panel,
      rows: inOrder(rows, config.unprotected),
      best: bestOf(rows, config.unprotected),
    });
    return html`<figure><figcaption>${title}</figcaption>${drawing}</figure>`;
  });
}

function bySize(one: ScenarioReport, other: ScenarioReport): number {
  const difference = (name: "size" | "packetBytes" | "load") => (one[name] ?? 0) - (other[name] ?? 0);
  return difference("size") || difference("packetBytes") || difference("load");
}

/** Controls without protection last. */
function inOrder(rows: readonly ScenarioReport[], unprotected: readonly string[]): readonly ScenarioReport[] {
  const isControl = ({ subject }: ScenarioReport) => Number(unprotected.includes(subject));
  return rows.toSorted((one, other) => isControl(one) - isControl(other));
}
