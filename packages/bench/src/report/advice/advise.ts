import type { Report } from "../report.ts";
import { choiceOver } from "./choice.ts";
import { type Topic, topicsOf } from "./topics.ts";

/** The conclusion of a run in words, each of them computed from its numbers. */
export interface Advice {
  /** Why nothing is to be concluded; null: something is. */
  readonly caution: string | null;
  /** What to choose, one sentence a transport; none when there is a caution, or nothing to choose from. */
  readonly choices: readonly string[];
  /** What it costs, and what it is worth, with intervals. */
  readonly topics: readonly Topic[];
}

export function advise(report: Report): Advice {
  const caution = cautionOf(report);
  const transports = [...new Set(report.scenarios.map(({ transport }) => transport))];
  const choices = transports.flatMap((transport) => choiceOver(transport, report)?.sentence ?? []);
  return { caution, choices: caution === null ? choices : [], topics: topicsOf(report) };
}

function cautionOf({ control, scenarios, config }: Report): string | null {
  if (!scenarios.some(({ median }) => median !== null)) return "Nothing could be measured.";
  if (control.interval === null) {
    return `${config.rounds < 3 ? "Too few rounds" : "The control failed"}: this run cannot tell a difference from chance.`;
  }
  if (!control.noisy) return null;
  return "The machine was too busy: it measured one thing twice and found a difference. Repeat the run before you choose.";
}
