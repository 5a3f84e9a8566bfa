import { advise } from "./advice/advise.ts";
import type { Paint } from "./paint.ts";
import type { Report } from "./report.ts";
import { wrapped } from "./wrap.ts";

/** What to choose, what RSA costs and what UDP, in at most 100 columns; nothing where nothing is to be said. */
export function renderConclusion(report: Report, paint: Paint): string[] {
  const { caution, choices, topics } = advise(report);
  // A noisy run is stamped elsewhere: what it seems to say is left to the report, which has the room to warn.
  if (caution !== null) return [];
  const lines = [
    ...choices.flatMap((choice) => wrapped(choice, width).map((line) => paint("bold", line))),
    ...topics
      .filter(({ name }) => shown.has(name))
      .flatMap(({ sentences }) => sentences.flatMap((sentence) => wrapped(`· ${sentence}`, width, "  "))),
  ];
  return lines.length === 0 ? [] : [...lines, ""];
}

const width = 100;
/** The rest stands in the tables above, or in the report. */
const shown: ReadonlySet<string> = new Set(["keys", "UDP"]);
