import { peerSubject, rawSubject } from "./reference-subject.ts";
import type { ScenarioReport } from "./report.ts";
import { formatPercent, formatRatio } from "./words.ts";

/** Something to be known of scenarios beside their value and their ratio to TLS. */
export interface Beside {
  readonly title: string;
  /** Undefined: nothing of this one. */
  text(scenario: ScenarioReport): string | undefined;
}

/** What these scenarios have. */
export function besidesOf(scenarios: readonly ScenarioReport[]): readonly Beside[] {
  return besides.filter(({ text }) => scenarios.some((scenario) => text(scenario) !== undefined));
}

const besides: readonly Beside[] = [
  {
    title: "packets there and back, in flights",
    text: ({ wire }) => (wire ? `${wire.packetsThere}+${wire.packetsBack} in ${wire.flights}` : undefined),
  },
  {
    title: "lost",
    text: ({ lost }) => (lost === null ? undefined : formatPercent(lost)),
  },
  {
    title: "ratio to raw, in packets of the same size",
    text: ({ ratioToRaw, subject }) =>
      ratioToRaw === null || subject === rawSubject ? undefined : formatRatio(ratioToRaw),
  },
  {
    title: "ratio to udx",
    text: ({ ratioToUdx, subject }) =>
      ratioToUdx === null || subject === peerSubject ? undefined : formatRatio(ratioToUdx),
  },
];
