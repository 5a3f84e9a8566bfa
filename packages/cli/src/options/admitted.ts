import { authorizedKeys, publicKeys, type SkippedLine } from "@countersign/auth-publickey";
import { passwords } from "@countersign/auth-scram";
import { passwordFile } from "@countersign/auth-scram/file";
import { type Authenticator, anyone, sharedKeys, UsageError } from "@countersign/core";
import { keyFileError } from "@countersign/core/key-files";
import { type Command, Option } from "commander";
import { readText } from "../secrets/secret-file.ts";
import { say } from "../terminal/say.ts";

/** Who may come in, as `serve` was told. */
export interface AdmittedOptions {
  readonly users?: string;
  readonly authorizedKeys?: string;
  readonly sharedKeys?: string;
  readonly anyone?: boolean;
}

export function addAdmittedOptions(command: Command): Command {
  return command
    .addOption(new Option("--users <file>", "users with passwords: see `countersign user`"))
    .addOption(new Option("--authorized-keys <file>", "OpenSSH lines, `ssh-ed25519 AAAA… name`"))
    .addOption(new Option("--shared-keys <file>", "lines `name:key`; `countersign secret` makes a key"))
    .addOption(new Option("--anyone", "admit everyone, without a name"));
}

/** Rejects with UsageError for a file that cannot be used, and when nobody is admitted. */
export async function admitted(options: AdmittedOptions): Promise<readonly Authenticator<"server">[]> {
  const { users, authorizedKeys: keysFile, sharedKeys: sharedKeysFile } = options;
  const authenticators: Authenticator<"server">[] = [];
  if (users !== undefined) authenticators.push(passwords(await readable(users)));
  if (keysFile !== undefined) authenticators.push(publicKeys(await authorizedKeys(keysFile, { onSkipped })));
  if (sharedKeysFile !== undefined) authenticators.push(sharedKeys(await readSharedKeys(sharedKeysFile)));
  if (options.anyone) authenticators.push(anyone());
  if (authenticators.length > 0) return authenticators;
  const choices = "--users FILE, --authorized-keys FILE, --shared-keys FILE or --anyone";
  throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `Say who is admitted: ${choices}.`);
}

/** A file that is missing is a mistake now, not when the first client comes. */
async function readable(file: string) {
  const store = passwordFile(file);
  await store.list();
  return store;
}

/** Read once, at the start. */
async function readSharedKeys(file: string): Promise<Record<string, string>> {
  const keys = new Map<string, string>();
  for (const [index, line] of (await readText(file)).split(/\r?\n/).entries()) {
    if (line === "" || line.startsWith("#")) continue;
    const colon = line.lastIndexOf(":");
    const name = line.slice(0, colon);
    if (colon < 1) throw keyFileError(file, `is wrong in line ${index + 1}, which is not \`name:key\`.`);
    if (keys.has(name)) throw keyFileError(file, `has the name of line ${index + 1} twice.`);
    keys.set(name, line.slice(colon + 1));
  }
  return Object.fromEntries(keys);
}

function onSkipped({ line, keyType }: SkippedLine): void {
  say(`line ${line} of the authorized keys admits nobody: ${keyType} is not supported`);
}
