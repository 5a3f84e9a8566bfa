import { text } from "node:stream/consumers";
import { UsageError } from "@countersign/core";
import { ask } from "./ask.ts";
import { onlyLine, readSecretFile } from "./secret-file.ts";

/** A password for a new user: from a file, `-` is standard input, or asked for twice. */
export async function newPassword(file: string | undefined): Promise<string> {
  if (file === "-") return onlyLine(await text(process.stdin), "standard input");
  if (file !== undefined) return readSecretFile(file);
  const question = { silent: true, instead: "use --password-file" };
  const answer = await ask("Password: ", question);
  if ((await ask("Again: ", question)) === answer) return answer;
  throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", "The two passwords differ.");
}
