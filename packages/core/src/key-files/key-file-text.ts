import { readFile } from "node:fs/promises";
import { UsageError } from "../errors.ts";
import { keyFileError } from "./key-file-error.ts";

/** The text of a key file; undefined when there is no such file. Rejects with UsageError ERR_COUNTERSIGN_KEY_FILE. */
export async function readKeyFile(file: string): Promise<string | undefined> {
  if (typeof file !== "string" || file === "") {
    throw new UsageError("ERR_COUNTERSIGN_KEY_FILE", "The name of a key file is missing: is a variable unset?");
  }
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw keyFileError(file, `cannot be read: ${systemCode(error)}`, error);
  }
}

/** What the first PEM block says it holds: "PRIVATE KEY" (RFC 7468 §2). Text before it is allowed. */
export function pemLabel(text: string): string | undefined {
  return /-----BEGIN ([A-Z0-9 ]+)-----/.exec(text)?.[1];
}

/** "ENOENT" of what a file system call threw. */
export function systemCode(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
