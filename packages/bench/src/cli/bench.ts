import { randomInt } from "node:crypto";
import { appendFile, writeFile } from "node:fs/promises";
import { UsageError } from "@countersign/core";
import { buildControl } from "../report/build-control.ts";
import { buildScenarios } from "../report/build-scenarios.ts";
import { observeEnvironment } from "../report/environment.ts";
import { paintFor } from "../report/paint.ts";
import { renderReport } from "../report/render.ts";
import type { Report } from "../report/report.ts";
import { type Profile, profiles } from "../run/profile.ts";
import { run } from "../run/run.ts";
import { filterScenarios } from "../scenarios/filter.ts";
import { type Scenario, scenariosOf } from "../scenarios/scenario.ts";
import { chooseSubjects, type Unavailable } from "../subjects/choose.ts";
import { type Arguments, parseArguments } from "./arguments.ts";
import { help } from "./help.ts";
import { Progress } from "./progress.ts";

/** The whole program. Resolves with the exit code; rejects with UsageError when the arguments make no sense. */
export async function bench(args: readonly string[]): Promise<0 | 1> {
  const asked = parseArguments(args);
  if (asked.help) return print(help);
  const { subjects, unavailable } = await chooseSubjects(asked);
  const byDefault = asked.list ? undefined : profiles[asked.profile].takes;
  const scenarios = filterScenarios(scenariosOf(subjects, asked.conditions), asked.filters, byDefault);
  if (asked.list) return print(scenarios.map(({ id }) => `${id}\n`).join(""));
  if (asked.json) await assertWritable(asked.json);
  const report = await measure(scenarios, unavailable, asked);
  print(renderReport(report, paintFor(process.stdout)));
  if (asked.json) await writeFile(asked.json, `${JSON.stringify(report, null, 2)}\n`);
  return report.scenarios.every(({ verified }) => verified) ? 0 : 1;
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
  const progress = new Progress(process.stderr, profile.budgetMs);
  const announce = progress.show.bind(progress);
  const measurements = await run({ scenarios, profile, seed, modules: asked.modules, announce });
  progress.clear();
  return {
    schema: "countersign-bench/2",
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

function profileOf({ profile, rounds }: Arguments): Profile {
  if (rounds === undefined) return profiles[profile];
  return { ...profiles[profile], leastRounds: rounds, mostRounds: rounds, budgetMs: Infinity };
}

function unprotectedOf(scenarios: readonly Scenario[]): readonly string[] {
  const subjects = new Set(scenarios.map(({ subject }) => subject));
  return [...new Set([...subjects].filter(({ protects }) => !protects).map(({ name }) => name))];
}

/** Known before the run, rather than after it. */
async function assertWritable(file: string): Promise<void> {
  try {
    await appendFile(file, "");
  } catch (cause) {
    const message = `--json ${file} cannot be written: ${(cause as Error).message}`;
    throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message, { cause });
  }
}

function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}
