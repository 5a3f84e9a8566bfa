import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { Conditions } from "../relay/conditions.ts";
import { type ProfileName, profiles } from "../run/profile.ts";
import { type TransportName, transportNames } from "../scenarios/shape.ts";
import { parseConditions } from "./conditions.ts";
import { invalid } from "./invalid.ts";

/** What the user asked for. */
export interface Arguments {
  readonly help: boolean;
  readonly list: boolean;
  readonly profile: ProfileName;
  /** Globs on scenario ids; none: every scenario. */
  readonly filters: readonly string[];
  /** File to write the report to. */
  readonly json: string | undefined;
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
  /** URLs of modules that export more subjects. */
  readonly modules: readonly string[];
  /** As typed, but for the directories of files. */
  readonly typed: readonly string[];
}

/** Throws UsageError on what it does not know. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, tokens } = parse(args);
  const conditions = parseConditions(values);
  return {
    help: values.help,
    list: values.list,
    profile: profileOf(values.profile),
    filters: values.filter,
    json: values.json,
    seed: wholeNumber("--seed", values.seed, 0, 2 ** 32 - 1),
    rounds: wholeNumber("--rounds", values.rounds, 1, 1_000),
    transports: transportsOf(values.transport ?? (conditions ? "udp" : transportNames.join(","))),
    conditions,
    peers: values.peers,
    modules: values.subject.map((file) => pathToFileURL(resolve(file)).href),
    typed: tokens.flatMap((token) => (token.kind === "option" ? typedOption(token.name, token.value) : [])),
  };
}

const options = {
  help: { type: "boolean", short: "h", default: false },
  list: { type: "boolean", default: false },
  profile: { type: "string", default: "quick" },
  filter: { type: "string", multiple: true, default: [] as string[] },
  json: { type: "string" },
  seed: { type: "string" },
  rounds: { type: "string" },
  transport: { type: "string" },
  loss: { type: "string" },
  delay: { type: "string" },
  reorder: { type: "string" },
  rate: { type: "string" },
  peers: { type: "boolean", default: false },
  subject: { type: "string", multiple: true, default: [] as string[] },
} as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, tokens: true });
  } catch (error) {
    throw invalid((error as Error).message, error);
  }
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

function typedOption(name: string, value: string | undefined): string[] {
  if (value === undefined) return [`--${name}`];
  return [`--${name}=${name === "json" || name === "subject" ? basename(value) : value}`];
}
