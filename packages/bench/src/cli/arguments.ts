import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { UsageError } from "@countersign/core";
import { type ProfileName, profiles } from "../run/profile.ts";

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
  /** URLs of modules that export more subjects. */
  readonly modules: readonly string[];
  /** As typed, but for the directories of files. */
  readonly typed: readonly string[];
}

/** Throws UsageError on what it does not know. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, tokens } = parse(args);
  return {
    help: values.help,
    list: values.list,
    profile: profileOf(values.profile),
    filters: values.filter,
    json: values.json,
    seed: wholeNumber("--seed", values.seed, 0, 2 ** 32 - 1),
    rounds: wholeNumber("--rounds", values.rounds, 1, 1_000),
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

function invalid(message: string, cause?: unknown): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message, { cause });
}
