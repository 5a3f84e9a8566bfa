import { invalidArgument } from "../arguments.ts";

/**
 * Whether this can be a member's name: as narrow as names of Unix users. It stands in the names of files, and beside
 * every line, where no other letter may look like one of these.
 */
export function isName(name: unknown): name is string {
  return typeof name === "string" && /^[a-z0-9][a-z0-9._-]{0,31}$/.test(name);
}

/** The name in a command line that takes nothing else. Throws UsageError when that is not what there is. */
export function onlyName([name, ...more]: readonly string[]): string {
  if (name === undefined) throw invalidArgument("A name is missing: whose?");
  if (more.length > 0) throw invalidArgument(`One name is enough: "${more[0]}" is too much.`);
  if (isName(name)) return name;
  throw invalidArgument(
    `${JSON.stringify(name)} is no name: 1 to 32 of a-z, 0-9, ".", "_" and "-", starting with a letter or digit.`,
  );
}
