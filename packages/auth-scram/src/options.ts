import { UsageError } from "@countersign/core";
import { minIterations, mostIterations } from "./exchange/keys.ts";

/** What OWASP's Password Storage Cheat Sheet asks of PBKDF2 with SHA-256: some tenths of a second for each guess. */
export const usualIterations = 600_000;

/** Throws UsageError for options that are none, and for a name that is not among `known`. */
export function checkOptions(options: object, known: readonly string[]): void {
  if (typeof options !== "object" || options === null) throw invalid("Options are an object.");
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw invalid(`There is no option of that name; there is: ${known.join(", ")}.`);
  }
}

/** A count of iterations as it was given. Throws UsageError when no verifier could have it. */
export function checkedIterations(count: number, option: string): number {
  if (Number.isInteger(count) && count >= minIterations && count <= mostIterations) return count;
  throw invalid(`\`${option}\` is a whole number from 4,096 to ${mostIterations.toLocaleString("en")}.`);
}

/** Attributes as they were given, copied. Throws UsageError unless they are texts. */
export function checkedAttributes(attributes: unknown): Readonly<Record<string, string>> {
  const plain = typeof attributes === "object" && attributes !== null && !Array.isArray(attributes);
  const entries: [string, unknown][] = plain ? Object.entries(attributes) : [];
  if (!plain || !entries.every(isText)) throw invalid("Attributes are an object whose values are texts.");
  return Object.fromEntries(entries) as Record<string, string>;
}

function isText(entry: readonly [string, unknown]): boolean {
  return typeof entry[1] === "string";
}

export function invalid(message: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
}
