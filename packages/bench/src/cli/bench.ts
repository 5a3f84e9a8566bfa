import { randomInt } from "node:crypto";
import { readReport } from "../read/read-report.ts";
import { buildControl } from "../report/build-control.ts";
import { buildScenarios } from "../report/build-scenarios.ts";
import { observeEnvironment } from "../report/environment.ts";
import type { Report } from "../report/report.ts";
import { type Profile, profiles } from "../run/profile.ts";
import { run } from "../run/run.ts";
import { filterScenarios } from "../scenarios/filter.ts";
import { type Scenario, scenariosOf } from "../scenarios/scenario.ts";
import { chooseSubjects, type Unavailable } from "../subjects/choose.ts";
import { type Arguments, parseArguments } from "./arguments.ts";
import { conclude, type ExitCode } from "./conclude.ts";
import { help } from "./help.ts";
import { assertWritable, type Output } from "./outputs.ts";
import { Progress } from "./progress.ts";

/** The whole program. Resolves with the exit code; rejects with UsageError when the arguments make no sense. */
export async function bench(args: readonly string[]): Promise<ExitCode> {
  const asked = parseArguments(args);
  if (asked.help) return print(help);
  if (asked.drawn !== undefined) {
    const report = await readReport(asked.drawn, "report");
    return conclude(report, await baselineOf(asked), await writable(asked.outputs), asked);
  }
  const { subjects, unavailable } = await chooseSubjects(asked);
  const byDefault = asked.list ? undefined : profiles[asked.profile].takes;
  const scenarios = filterScenarios(scenariosOf(subjects, asked.conditions), asked.filters, byDefault);
  if (asked.list) return print(scenarios.map(({ id }) => `${id}\n`).join(""));
  const baseline = await baselineOf(asked);
  const outputs = await writable([...asked.outputs, ...pageByDefault(asked)]);
  return conclude(await measure(scenarios, unavailable, asked), baseline, outputs, asked);
}

/** Read before the run, which may take its place. */
async function baselineOf({ compare }: Arguments): Promise<Report | undefined> {
  return compare && readReport(compare.file, "--compare");
}

/** Whoever measured for a minute wants to look at it. `smoke` is for correctness, and has no numbers to look at. */
function pageByDefault({ outputs, profile }: Arguments): readonly Output[] {
  if (profile === "smoke" || outputs.some(({ flag }) => flag === "--html")) return [];
  return [{ flag: "--html", file: "bench-report.html" }];
}

async function writable(outputs: readonly Output[]): Promise<readonly Output[]> {
  await assertWritable(outputs);
  return outputs;
}

async function measure(
  scenarios: readonly Scenario[],
  unavailable: readonly Unavailable[],
  asked: Arguments,
): Promise<Report> {
  const start = performance.now();
  const environmentNow = await observeEnvironment();
  const seed = asked.seed ?? randomInt(2 ** 32);
  const profile = profileOf(asked);
  const { modules, profileCpu } = asked;
  const progress = new Progress(process.stderr, profile.budgetMs);
  const announce = progress.show.bind(progress);
  const measurements = await run({ scenarios, profile, seed, modules, profileCpu, announce });
  progress.clear();
  return {
    schema: "countersign-bench/3",
    environment: environmentNow(),
    config: {
      profile: asked.profile,
      seed,
      rounds: measurements.rounds.length,
      tookMs: Math.round(performance.now() - start),
      arguments: asked.typed,
      control: measurements.control.scenario.id,
      unprotected: unprotectedOf(scenarios),
      receiving: "session.batches()",
      conditions: asked.conditions,
      relaySeed: seed,
      relayed: measurements.relayed,
    },
    control: buildControl(measurements, seed),
    scenarios: buildScenarios(measurements.series, seed),
    unavailable,
  };
}

function profileOf({ profile: name, rounds, sessions }: Arguments): Profile {
  const profile = profiles[name];
  const timing = { ...profile.timing, sessions: sessions ?? profile.timing.sessions };
  if (rounds === undefined) return { ...profile, timing };
  return { ...profile, timing, leastRounds: rounds, mostRounds: rounds, budgetMs: Infinity };
}

function unprotectedOf(scenarios: readonly Scenario[]): readonly string[] {
  const subjects = new Set(scenarios.map(({ subject }) => subject));
  return [...new Set([...subjects].filter(({ protects }) => !protects).map(({ name }) => name))];
}

function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}
