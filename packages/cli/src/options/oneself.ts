import { loadPrivateKey, signature } from "@countersign/auth-publickey";
import { password } from "@countersign/auth-scram";
import { type Authenticator, anonymous, sharedKey, UsageError } from "@countersign/core";
import { type Command, Option } from "commander";
import { ask } from "../secrets/ask.ts";
import { passphrase } from "../secrets/passphrase.ts";
import { readSecretFile } from "../secrets/secret-file.ts";

/** Who we are, as `connect` was told. */
export interface OneselfOptions {
  readonly name?: string;
  readonly password?: boolean;
  readonly passwordFile?: string;
  readonly privateKey?: string;
  readonly sharedKeyFile?: string;
  readonly anonymous?: boolean;
}

const ways = ["password", "passwordFile", "privateKey", "sharedKeyFile", "anonymous"] as const;

export function addOneselfOptions(command: Command): Command {
  return command
    .addOption(new Option("--name <name>", "who we are"))
    .addOption(new Option("--password", "prove it by a password: $COUNTERSIGN_PASSWORD, or asked for"))
    .addOption(new Option("--password-file <file>", "prove it by the password in this file"))
    .addOption(new Option("--private-key <file>", "prove it by an Ed25519 key, OpenSSH's or PEM"))
    .addOption(new Option("--shared-key-file <file>", "prove it by a shared key"))
    .addOption(new Option("--anonymous", "do not say who we are"));
}

/** Rejects with UsageError when it is not said how, or in two ways. */
export async function oneself(options: OneselfOptions): Promise<Authenticator<"client">> {
  const chosen = ways.filter((way) => options[way]);
  if (chosen.length !== 1) throw invalid(`Say who we are in one way: ${choices}.`);
  if (options.anonymous) return anonymous();
  const { name, passwordFile, privateKey, sharedKeyFile } = options;
  if (name === undefined) throw invalid("--name is missing: whom does that belong to?");
  if (privateKey !== undefined) return signature(name, await openPrivateKey(privateKey));
  if (sharedKeyFile !== undefined) return sharedKey(name, await readSecretFile(sharedKeyFile));
  return password(name, passwordFile === undefined ? await askPassword(name) : await readSecretFile(passwordFile));
}

async function askPassword(name: string): Promise<string> {
  const variable = "COUNTERSIGN_PASSWORD";
  const instead = `set ${variable}, or use --password-file`;
  return process.env[variable] || ask(`Password of ${name}: `, { silent: true, instead });
}

/** Asks for a passphrase only where one is needed. */
async function openPrivateKey(file: string) {
  try {
    return await loadPrivateKey(file);
  } catch (error) {
    if (!(error instanceof UsageError && error.message.includes("it is encrypted, and its passphrase is missing")))
      throw error;
    return loadPrivateKey(file, { passphrase: await passphrase() });
  }
}

function invalid(message: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
}

const choices = "--name NAME with --password, --password-file, --private-key or --shared-key-file; or --anonymous";
