import { basename } from "node:path";
import { parseArgs } from "node:util";
import { invalid } from "./invalid.ts";

const options = {
  help: { type: "boolean", short: "h", default: false },
  list: { type: "boolean", default: false },
  profile: { type: "string", default: "quick" },
  filter: { type: "string", multiple: true, default: [] as string[] },
  json: { type: "string" },
  html: { type: "string" },
  md: { type: "string" },
  csv: { type: "string" },
  seed: { type: "string" },
  rounds: { type: "string" },
  transport: { type: "string" },
  loss: { type: "string" },
  delay: { type: "string" },
  reorder: { type: "string" },
  rate: { type: "string" },
  peers: { type: "boolean", default: false },
  "profile-cpu": { type: "boolean", default: false },
  sessions: { type: "string" },
  subject: { type: "string", multiple: true, default: [] as string[] },
  "save-baseline": { type: "string" },
  compare: { type: "string" },
  "fail-on-regression": { type: "string" },
} as const;

/** What was typed, sorted by what it is. Throws UsageError on an option that there is not. */
export function parseOptions(args: readonly string[]) {
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...args],
      options,
      tokens: true,
      allowPositionals: true,
    });
    const given = tokens.flatMap((token) => (token.kind === "option" ? [token] : []));
    return {
      values,
      drawn: drawnFile(positionals, given),
      typed: given.map(({ name, value }) => typedOption(name, value)),
    };
  } catch (error) {
    throw invalid((error as Error).message, error);
  }
}

/** `report FILE` draws what another run measured, so it takes no option that changes a measurement. */
function drawnFile(positionals: readonly string[], given: readonly { readonly name: string }[]): string | undefined {
  const [command, file, ...more] = positionals;
  if (command === undefined) return undefined;
  if (command !== "report")
    throw invalid(`"${command}" is no option; for a part of the benchmark say --filter ${command}`);
  if (file === undefined || more.length > 0) throw invalid("report takes one file, which --json or --html wrote");
  const other = given.find(({ name }) => !aboutReports.has(name));
  if (other) throw invalid(`--${other.name} is about measuring, and report draws what was measured`);
  return file;
}

const files: ReadonlySet<string> = new Set(["json", "html", "md", "csv", "subject", "save-baseline", "compare"]);
const aboutReports: ReadonlySet<string> = new Set(
  [...files, "fail-on-regression", "help"].filter((name) => name !== "subject"),
);

/** As typed, but for the directories of files. */
function typedOption(name: string, value: string | undefined): string {
  if (value === undefined) return `--${name}`;
  return `--${name}=${files.has(name) ? basename(value) : value}`;
}
