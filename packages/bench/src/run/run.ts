import type { RelayCounts } from "../relay/direction.ts";
import { pairPacketBytes, type Scenario } from "../scenarios/scenario.ts";
import { seededRandom, shuffled } from "../statistics/random.ts";
import { type Entry, entriesOf } from "./entry.ts";
import { measurePair } from "./pair.ts";
import { expectRounds, planRound, type Round } from "./plan.ts";
import type { Profile, RoundTiming } from "./profile.ts";
import { RelayTotals } from "./relay-totals.ts";
import { Series } from "./series.ts";
import { tasksOf, timingUnder, workOf } from "./tasks.ts";

export interface RunOptions {
  /** At least one. */
  readonly scenarios: readonly Scenario[];
  readonly profile: Profile;
  readonly seed: number;
  /** URLs of the modules that hold subjects which are not built in. */
  readonly modules: readonly string[];
  /** Finds out where CPU time goes, too. */
  readonly profileCpu: boolean;
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
  /** What became of the packets that took a relay; null: none did. */
  readonly relayed: RelayCounts | null;
}

/** Rounds of all subjects, each subject with a fresh pair of processes, in a seeded random order. */
export async function run(options: RunOptions): Promise<Measurements> {
  const series = new Map(options.scenarios.map((scenario) => [scenario, new Series()]));
  const control = { scenario: controlOf(options.scenarios), again: new Series() };
  const entries = entriesOf(series, control);
  const workMs = (timing: RoundTiming) => entries.reduce((sum, { scenarios }) => sum + entryWork(scenarios, timing), 0);
  const relays = new RelayTotals();
  const random = seededRandom(options.seed, "order");
  const rounds: Round[] = [];
  for (;;) {
    const timing = planRound(options.profile, rounds, workMs);
    if (!timing) return { series, control, rounds, relayed: relays.total };
    const start = performance.now();
    const turn = { round: rounds.length + 1, rounds: expectRounds(options.profile, rounds) };
    for (const entry of shuffled(entries, random)) relays.add(await runEntry(entry, timing, turn, options));
    rounds.push({ timing, wallMs: performance.now() - start });
  }
}

function entryWork(scenarios: readonly Scenario[], timing: RoundTiming): number {
  const own = timingUnder(scenarios[0]?.conditions ?? null, timing);
  return workOf(tasksOf(scenarios, own), own);
}

async function runEntry(entry: Entry, round: RoundTiming, turn: Omit<Turn, "scenario">, options: RunOptions) {
  const scenarios = entry.scenarios.filter((scenario) => !entry.failed(scenario) && isDue(scenario, turn.round));
  const [first] = scenarios;
  if (!first) return undefined;
  const { conditions } = first;
  const { name, transport, authentication } = first.subject;
  const timing = timingUnder(conditions, round);
  const { measured, relayed } = await measurePair(
    {
      subject: { name, transport, authentication, modules: options.modules },
      setting: { packetBytes: pairPacketBytes(first) },
      tasks: tasksOf(scenarios, timing),
      timing,
      profileCpu: options.profileCpu,
      relay: conditions && { conditions, seed: options.seed + turn.round },
    },
    (index) => options.announce({ ...turn, scenario: scenarios[index] as Scenario }),
  );
  for (const [index, scenario] of scenarios.entries()) {
    const outcome = measured[index];
    if (outcome) entry.record(scenario, outcome);
  }
  return relayed;
}

/** What every round would count alike is counted once. */
function isDue({ kind }: Scenario, round: number): boolean {
  return round === 1 || !kind.counted;
}

/** A scenario in the middle of its kind, of the subject and the kind that come first. */
function controlOf(scenarios: readonly Scenario[]): Scenario {
  const [first] = scenarios as readonly [Scenario];
  const alike = scenarios.filter(({ subject, kind }) => subject === first.subject && kind === first.kind);
  return alike[Math.floor(alike.length / 2)] ?? first;
}
