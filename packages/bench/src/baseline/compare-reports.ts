import { compareRuns, isCounted } from "../report/compare-rows.ts";
import type { Environment } from "../report/environment.ts";
import type { Report, ScenarioReport } from "../report/report.ts";
import type { Change, Comparison } from "./comparison.ts";

/** Compares a run with an earlier one, scenario by scenario. `baseline`: how the user named the earlier one. */
export function compareReports(now: Report, before: Report, baseline: string): Comparison {
  const measured = ({ scenarios }: Report) => scenarios.filter(({ median }) => median !== null);
  const pairs = measured(now).flatMap((own): [ScenarioReport, ScenarioReport][] => {
    const other = measured(before).find(({ id }) => id === own.id);
    return other ? [[own, other]] : [];
  });
  const idsOf = (report: Report) => measured(report).map(({ id }) => id);
  const paired = new Set(pairs.map(([{ id }]) => id));
  return {
    baseline,
    commit: before.environment.commit,
    rows: pairs.flatMap(([own, other]) => changeOf(own, other, now.config.seed)),
    onlyBefore: idsOf(before).filter((id) => !paired.has(id)),
    onlyNow: idsOf(now).filter((id) => !paired.has(id)),
    differences: differencesOf(now, before),
    refusal: refusalOf(now, before, pairs),
  };
}

function changeOf(own: ScenarioReport, other: ScenarioReport, seed: number): Change[] {
  const found = compareRuns(own, other, seed);
  if (!found || own.median === null || other.median === null) return [];
  const { id, kind, unit, median } = own;
  return [{ id, kind, unit, before: other.median, now: median, ratio: found.value, interval: found.interval }];
}

/** Times are compared only where each run could tell a difference, had there been one; what is counted always can. */
function refusalOf(now: Report, before: Report, pairs: readonly (readonly [ScenarioReport, ScenarioReport])[]) {
  if (pairs.length === 0) return "the two runs have no scenario in common";
  const timed = pairs.filter(([own]) => !isCounted(own));
  if (timed.length === 0) return null;
  if (now.control.noisy) return "this run is stamped NOISY";
  if (before.control.noisy) return "the baseline is stamped NOISY";
  const foreign = machineOf(now.environment) !== machineOf(before.environment);
  if (foreign) return `the baseline is from another machine (${machineOf(before.environment)})`;
  if (!sameRoad(now, before)) return "the relay was told other conditions";
  const fewest = Math.min(...timed.flat().map(({ roundMedians }) => roundMedians?.length ?? 0));
  if (fewest === 0) return "the baseline does not tell its rounds: save it again";
  return fewest < leastRounds ? `a run has ${fewest} rounds, and a verdict takes ${leastRounds} of each` : null;
}

/** With fewer, no interval within what was seen holds the truth 93 times in a hundred. */
const leastRounds = 5;

function machineOf({ cpu, cores }: Environment): string {
  return `${cpu}, ${cores} cores`;
}

function sameRoad(now: Report, before: Report): boolean {
  return JSON.stringify(now.config.conditions) === JSON.stringify(before.config.conditions);
}

function differencesOf(now: Report, before: Report): string[] {
  const facts = ({ environment, config }: Report) => [
    ["Node", environment.versions.node],
    ["OpenSSL", environment.versions.openssl],
    ["libsodium", environment.versions.libsodium ?? "none"],
    ["system", environment.system],
    ["governor", environment.governor ?? "unknown"],
    ["profile", config.profile],
    ["lockfile", environment.lockfile?.slice(0, 8) ?? "none"],
  ];
  const earlier = facts(before);
  return facts(now).flatMap(([name, value], index) => {
    const was = earlier[index]?.[1];
    return was === value ? [] : [`${name} was ${was}, is ${value}`];
  });
}
