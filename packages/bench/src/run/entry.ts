import type { Measured } from "../roles/job.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { Subject } from "../subjects/subject.ts";
import type { Series } from "./series.ts";

/** One subject's part of a round: what one pair of processes measures. */
export interface Entry {
  readonly subject: Subject;
  readonly scenarios: readonly Scenario[];
  failed(scenario: Scenario): boolean;
  record(scenario: Scenario, measured: Measured): void;
}

/**
 * One entry for each subject, and one more for the control's, as if it were another subject. That one stops after the
 * control's kind: up to there its pair does what the other does.
 */
export function entriesOf(
  series: ReadonlyMap<Scenario, Series>,
  control: { readonly scenario: Scenario; readonly again: Series },
): readonly Entry[] {
  const failed = (scenario: Scenario) => series.get(scenario)?.error !== undefined;
  const record = (scenario: Scenario, measured: Measured) => series.get(scenario)?.record(measured);
  const subjects = new Set([...series.keys()].map(({ subject }) => subject));
  const entries = [...subjects].map((subject) => {
    const scenarios = [...series.keys()].filter((scenario) => scenario.subject === subject);
    return { subject, scenarios, failed, record };
  });
  const again = (scenario: Scenario, measured: Measured) => {
    if (scenario === control.scenario) control.again.record(measured);
    // Whatever goes wrong is the scenario's own failure, in whichever measurement it shows.
    if (!measured.ok) record(scenario, measured);
  };
  const { subject, kind } = control.scenario;
  const twin = entries.find((entry) => entry.subject === subject)?.scenarios ?? [];
  const last = twin.findLastIndex((scenario) => scenario.kind === kind);
  return [...entries, { subject, scenarios: twin.slice(0, last + 1), failed, record: again }];
}
