import { readFile } from "node:fs/promises";
import { invalidArgument } from "../arguments.ts";
import { ask } from "./ask.ts";

/** How a command line asks for a password. It is never an argument: everybody on the machine reads those. */
export const passwordOptions = {
  password: { type: "boolean", default: false },
  "password-file": { type: "string" },
} as const;

export interface PasswordValues {
  readonly password: boolean;
  readonly "password-file"?: string | undefined;
}

export function wantsPassword(values: PasswordValues): boolean {
  return values.password || values["password-file"] !== undefined;
}

/** Throws UsageError where `--password` was followed by one, which it does not repeat. */
export function refusePasswordArgument(values: PasswordValues, positionals: readonly string[]): void {
  if (!values.password || positionals.length < 2) return;
  throw invalidArgument(
    "A password is no argument, since others on this machine can read those: say --password alone, and you are asked for it.",
  );
}

/**
 * The password of `name`: from the file if one is named, from the environment, or from whoever sits at the terminal, who
 * is asked twice for a new one. Throws UsageError when there is none.
 */
export async function findPassword(name: string, file: string | undefined, { isNew = false } = {}): Promise<string> {
  const given = file === undefined ? process.env.COUNTERSIGN_PASSWORD : await readPassword(file);
  const password = given || (await ask(`Password of ${name} (it is not shown): `, { silent: true }));
  if (!password) {
    throw invalidArgument(`There is no password for ${name}: set COUNTERSIGN_PASSWORD, or use --password-file.`);
  }
  if (!isNew || given || (await ask("Again: ", { silent: true })) === password) return password;
  throw invalidArgument("The two passwords differ.");
}

/** The only line of a file; what it ends with is no part of it. */
async function readPassword(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw invalidArgument(`Password file ${file} cannot be read: ${error.message}`, error);
  });
  const [password = "", ...more] = text.split(/\r?\n/);
  if (password !== "" && more.every((line) => line === "")) return password;
  throw invalidArgument(`--password-file ${file} must hold one password, in its only line.`);
}
