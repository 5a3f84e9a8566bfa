import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { invalid } from "../cli/invalid.ts";

/** Where a baseline is kept: "main" in `.bench/main.json` of the working directory, and a path where it says. */
export function baselineFile(flag: string, name: string): string {
  if (/[/\\]|\.json$/.test(name)) return name;
  if (/^[\w][\w.-]*$/.test(name)) return join(".bench", `${name}.json`);
  throw invalid(`${flag} is a name of letters, digits, ".", "_" and "-", or a path, not "${name}"`);
}

export async function makeFolderOf(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
}
