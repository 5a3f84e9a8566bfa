import { UsageError } from "@countersign/core";
import { keyFileError, readKeyFile } from "@countersign/core/key-files";

/** The one line of a file that holds one secret. Rejects with UsageError, which shows nothing of it. */
export async function readSecretFile(file: string): Promise<string> {
  return onlyLine(await readText(file), file);
}

/** Rejects with UsageError ERR_COUNTERSIGN_KEY_FILE when there is no such file, too. */
export async function readText(file: string): Promise<string> {
  const text = await readKeyFile(file);
  if (text === undefined) throw keyFileError(file, "does not exist.");
  return text;
}

/** `text` without the end of its line; there must be one, and nothing behind it. */
export function onlyLine(text: string, where: string): string {
  const [secret = "", ...more] = text.split(/\r?\n/);
  if (secret !== "" && more.every((line) => line === "")) return secret;
  throw new UsageError("ERR_COUNTERSIGN_KEY_FILE", `${where} must hold one secret, in its only line.`);
}
