import type { Scenario } from "../scenarios/scenario.ts";
import { seededRandom, shuffled } from "../statistics/random.ts";
import { type Entry, entriesOf } from "./entry.ts";
import { measurePair } from "./pair.ts";
import { expectRounds, planRound, type Round } from "./plan.ts";
import type { Profile, RoundTiming } from "./profile.ts";
import { Series } from "./series.ts";
import { tasksOf, workOf } from "./tasks.ts";

export interface RunOptions {
  /** At least one. */
  readonly scenarios: readonly Scenario[];
  readonly profile: Profile;
  readonly seed: number;
  /** URLs of the modules that hold subjects which are not built in. */
  readonly modules: readonly string[];
  /** Called when a scenario's turn has come. */
  readonly announce: (turn: Turn) => void;
}

export interface Turn {
  readonly scenario: Scenario;
  /** From 1. */
  readonly round: number;
  /** Rounds there will be, as far as can be told now. */
  readonly rounds: number | undefined;
}

export interface Measurements {
  readonly series: ReadonlyMap<Scenario, Series>;
  /** The A/A control: a scenario that was measured twice as if it were two, and its second measurement. */
  readonly control: { readonly scenario: Scenario; readonly again: Series };
  readonly rounds: readonly Round[];
}

/** Rounds of all subjects, each subject with a fresh pair of processes, in a seeded random order. */
export async function run(options: RunOptions): Promise<Measurements> {
  const series = new Map(options.scenarios.map((scenario) => [scenario, new Series()]));
  const control = { scenario: controlOf(options.scenarios), again: new Series() };
  const entries = entriesOf(series, control);
  const workMs = (timing: RoundTiming) =>
    entries.reduce((sum, { scenarios }) => sum + workOf(tasksOf(scenarios, timing), timing), 0);
  const random = seededRandom(options.seed, "order");
  const rounds: Round[] = [];
  for (;;) {
    const timing = planRound(options.profile, rounds, workMs);
    if (!timing) return { series, control, rounds };
    const start = performance.now();
    const turn = { round: rounds.length + 1, rounds: expectRounds(options.profile, rounds) };
    for (const entry of shuffled(entries, random)) await runEntry(entry, timing, turn, options);
    rounds.push({ timing, wallMs: performance.now() - start });
  }
}

async function runEntry(entry: Entry, timing: RoundTiming, turn: Omit<Turn, "scenario">, options: RunOptions) {
  const scenarios = entry.scenarios.filter((scenario) => !entry.failed(scenario));
  if (scenarios.length === 0) return;
  const reference = { name: entry.subject.name, modules: options.modules };
  const announce = (index: number) => options.announce({ ...turn, scenario: scenarios[index] as Scenario });
  const outcomes = await measurePair(reference, tasksOf(scenarios, timing), timing, announce);
  for (const [index, scenario] of scenarios.entries()) {
    const outcome = outcomes[index];
    if (outcome) entry.record(scenario, outcome);
  }
}

/** A scenario in the middle of its kind, of the subject and the kind that come first. */
function controlOf(scenarios: readonly Scenario[]): Scenario {
  const [first] = scenarios as readonly [Scenario];
  const alike = scenarios.filter(({ subject, kind }) => subject === first.subject && kind === first.kind);
  return alike[Math.floor(alike.length / 2)] ?? first;
}
