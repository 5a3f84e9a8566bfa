import type { Measured } from "../roles/job.ts";
import { pairPacketBytes, type Scenario } from "../scenarios/scenario.ts";
import type { Subject } from "../subjects/subject.ts";
import type { Series } from "./series.ts";

/** A part of a round: what one pair of processes measures of one subject, with packets of one size. */
export interface Entry {
  readonly subject: Subject;
  readonly scenarios: readonly Scenario[];
  failed(scenario: Scenario): boolean;
  record(scenario: Scenario, measured: Measured): void;
}

/**
 * One entry for each subject and size of packets, another for each of its kinds that stand apart, and one more for the
 * control's, as if it were another subject. That one stops after the control's kind: up to there its pair does what the
 * other does.
 */
export function entriesOf(
  series: ReadonlyMap<Scenario, Series>,
  control: { readonly scenario: Scenario; readonly again: Series },
): readonly Entry[] {
  const failed = (scenario: Scenario) => series.get(scenario)?.error !== undefined;
  const record = (scenario: Scenario, measured: Measured) => series.get(scenario)?.record(measured);
  const entries = pairsOf([...series.keys()]).map((scenarios) => {
    return { subject: (scenarios[0] as Scenario).subject, scenarios, failed, record };
  });
  const again = (scenario: Scenario, measured: Measured) => {
    if (scenario === control.scenario) control.again.record(measured);
    // Whatever goes wrong is the scenario's own failure, in whichever measurement it shows.
    if (!measured.ok) record(scenario, measured);
  };
  const { subject, kind } = control.scenario;
  const twin = entries.find(({ scenarios }) => scenarios.includes(control.scenario))?.scenarios ?? [];
  const last = twin.findLastIndex((scenario) => scenario.kind === kind);
  return [...entries, { subject, scenarios: twin.slice(0, last + 1), failed, record: again }];
}

/** The scenarios of each pair, in their order. */
function pairsOf(scenarios: readonly Scenario[]): readonly (readonly Scenario[])[] {
  const pairs = new Map<string, Scenario[]>();
  for (const scenario of scenarios) {
    const { subject, kind } = scenario;
    const { transport, name, authentication } = subject;
    const apart = kind.apart ? kind.name : "";
    const pair = [transport, name, authentication, pairPacketBytes(scenario), apart].join("/");
    pairs.set(pair, [...(pairs.get(pair) ?? []), scenario]);
  }
  return [...pairs.values()];
}
