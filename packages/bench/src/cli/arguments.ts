import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { baselineFile } from "../baseline/store.ts";
import type { Conditions } from "../relay/conditions.ts";
import { type ProfileName, profiles } from "../run/profile.ts";
import { type TransportName, transportNames } from "../scenarios/shape.ts";
import { parseConditions } from "./conditions.ts";
import { invalid } from "./invalid.ts";
import { parseOptions } from "./options.ts";
import type { Output } from "./outputs.ts";

/** What the user asked for. */
export interface Arguments {
  readonly help: boolean;
  readonly list: boolean;
  /** File of an earlier run to draw, instead of a run. */
  readonly drawn: string | undefined;
  readonly profile: ProfileName;
  /** Globs on scenario ids; none: every scenario. */
  readonly filters: readonly string[];
  /** Files to write the report to. */
  readonly outputs: readonly Output[];
  /** The run to compare with: how the user named it, and its file. */
  readonly compare: { readonly name: string; readonly file: string } | undefined;
  /** How much worse a scenario may be, 0.1 for 10 %; undefined: as much as it likes. */
  readonly regressionLimit: number | undefined;
  /** Undefined: drawn at random, and printed. */
  readonly seed: number | undefined;
  /** Exactly so many rounds; undefined: as the profile says. */
  readonly rounds: number | undefined;
  /** What is measured; everything, by default, but behind a relay only what runs through it. */
  readonly transports: readonly TransportName[];
  /** What a relay does to everything on UDP; null: there is none. */
  readonly conditions: Conditions | null;
  /** Measures what a user might take instead, too. */
  readonly peers: boolean;
  /** Finds out where CPU time goes, too, at the price of some. */
  readonly profileCpu: boolean;
  /** Idle sessions that memory is divided by; undefined: as the profile says. */
  readonly sessions: number | undefined;
  /** URLs of modules that export more subjects. */
  readonly modules: readonly string[];
  /** As typed, but for the directories of files. */
  readonly typed: readonly string[];
}

/** Throws UsageError on what it does not know. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, drawn, typed } = parseOptions(args);
  const conditions = parseConditions(values);
  return {
    help: values.help,
    list: values.list,
    drawn,
    profile: profileOf(values.profile),
    filters: values.filter,
    outputs: outputsOf(values),
    compare: compareOf(values.compare),
    regressionLimit: limitOf(values["fail-on-regression"], values.compare),
    seed: wholeNumber("--seed", values.seed, 0, 2 ** 32 - 1),
    rounds: wholeNumber("--rounds", values.rounds, 1, 1_000),
    transports: transportsOf(values.transport ?? (conditions ? "udp" : transportNames.join(","))),
    conditions,
    peers: values.peers,
    profileCpu: values["profile-cpu"],
    sessions: wholeNumber("--sessions", values.sessions, 1, 10_000),
    modules: values.subject.map((file) => pathToFileURL(resolve(file)).href),
    typed,
  };
}

type Values = ReturnType<typeof parseOptions>["values"];

function outputsOf(values: Values): readonly Output[] {
  const files = (["json", "html", "md", "csv"] as const).flatMap((name): Output[] => {
    const file = values[name];
    return file === undefined ? [] : [{ flag: `--${name}`, file }];
  });
  const saved = values["save-baseline"];
  if (saved === undefined) return files;
  return [...files, { flag: "--save-baseline", file: baselineFile("--save-baseline", saved) }];
}

function compareOf(name: string | undefined): Arguments["compare"] {
  return name === undefined ? undefined : { name, file: baselineFile("--compare", name) };
}

function limitOf(text: string | undefined, compared: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (compared === undefined) throw invalid("--fail-on-regression needs --compare: the run to be no worse than");
  const percent = Number(/^(\d+(?:\.\d+)?)%$/.exec(text)?.[1]);
  if (percent <= 1_000) return percent / 100;
  throw invalid(`--fail-on-regression is how much worse is too much, as in 10%, not "${text}"`);
}

function profileOf(name: string): ProfileName {
  if (Object.hasOwn(profiles, name)) return name as ProfileName;
  throw invalid(`--profile is one of ${Object.keys(profiles).join(", ")}, not "${name}"`);
}

function transportsOf(list: string): readonly TransportName[] {
  const names = list.split(",");
  const unknown = names.find((name) => !transportNames.some((known) => known === name));
  if (unknown === undefined) return transportNames.filter((name) => names.includes(name));
  throw invalid(`--transport is one or more of ${transportNames.join(",")}, not "${list}"`);
}

function wholeNumber(flag: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw invalid(`${flag} is a whole number from ${least} to ${most}, not "${text}"`);
}
