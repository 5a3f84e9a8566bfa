import { UsageError } from "@countersign/core";
import { ask } from "./ask.ts";

const variable = "COUNTERSIGN_PASSPHRASE";

/** The passphrase of a private key: from the environment, or asked for; a new one twice. */
export async function passphrase({ isNew = false } = {}): Promise<string> {
  const given = process.env[variable];
  if (given) return given;
  const question = { silent: true, instead: `set ${variable}` };
  const answer = await ask("Passphrase: ", question);
  if (answer === "") throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", "An empty passphrase protects nothing.");
  if (isNew && (await ask("Again: ", question)) !== answer) {
    throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", "The two passphrases differ.");
  }
  return answer;
}
