import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fingerprint, type KeyedCipher, type PublicKey, type ServerKeySource, UsageError } from "@countersign/core";
import { type KeyQuestion, knownServers } from "@countersign/known-servers";
import { type Command, Option } from "commander";
import { ask } from "../secrets/ask.ts";

/** How the server is known, as `connect` was told. */
export interface PinnedOptions {
  readonly server?: readonly string[];
  readonly knownServers?: string;
  readonly fingerprint?: string;
  readonly acceptGuessable?: boolean;
  readonly acceptUnproven?: boolean;
}

export function addPinnedOptions(command: Command): Command {
  return command
    .addOption(new Option("--server <file...>", "the server's public key, or several: PEM").conflicts("knownServers"))
    .addOption(
      new Option(
        "--known-servers <file>",
        "where keys are pinned at first contact; default: ~/.countersign/known-servers",
      ),
    )
    .addOption(new Option("--fingerprint <SHA256:…>", "the key to take at first contact, without asking"))
    .addOption(
      new Option("--accept-guessable", "at first contact: an impostor may learn our name, and guess passwords"),
    )
    .addOption(new Option("--accept-unproven", "at first contact: believe whoever answers, on the fingerprint alone"));
}

/** The server's keys from files, or those that are pinned, or will be. */
export async function pinned(
  options: PinnedOptions,
  cipher: KeyedCipher,
): Promise<readonly PublicKey[] | ServerKeySource> {
  const { server, fingerprint: expected, acceptGuessable = false, acceptUnproven = false } = options;
  if (server) return expectedAmong(await Promise.all(server.map((file) => cipher.loadPublicKey(file))), expected);
  const confirm = async (question: KeyQuestion) => {
    return expected === undefined ? isConfirmed(question) : question.fingerprint === expected;
  };
  // Who was told the fingerprint beforehand knows the server: nothing is taken on trust.
  const known = expected !== undefined;
  const risks = { acceptGuessable: acceptGuessable || known, acceptUnproven: acceptUnproven || known };
  const file = options.knownServers ?? (await ownFile());
  const source = knownServers(file, { confirm, ...risks });
  return expected === undefined ? source : only(expected, source, file);
}

function expectedAmong(keys: readonly PublicKey[], expected: string | undefined): readonly PublicKey[] {
  if (expected === undefined) return keys;
  const right = keys.filter((key) => fingerprint(key) === expected);
  if (right.length > 0) return right;
  throw new UsageError("ERR_COUNTERSIGN_KEY_FILE", `No key of --server has the fingerprint ${expected}.`);
}

/** Of the pinned keys the one that was named counts, too: somebody may have said yes to another. */
function only(expected: string, source: ServerKeySource, file: string): ServerKeySource {
  return {
    ...risksOf(source),
    meet: (offer) => source.meet(offer),
    remember: (place, key) => source.remember(place, key),
    mismatch: (offer) => source.mismatch?.(offer) ?? "",
    async pinned(place) {
      const keys = await source.pinned(place);
      const right = keys.filter((encoded) => fingerprint({ encoded }) === expected);
      if (right.length > 0 || keys.length === 0) return right;
      const what = `has another key for ${place.address} than that of --fingerprint: find out whose it is`;
      throw new UsageError("ERR_COUNTERSIGN_KEY_FILE", `${file} ${what}, and remove its line.`);
    },
  };
}

function risksOf({ acceptGuessable = false, acceptUnproven = false }: ServerKeySource) {
  return { acceptGuessable, acceptUnproven };
}

async function isConfirmed({ address, transport, fingerprint, words }: KeyQuestion): Promise<boolean> {
  const prompt = [
    `First contact with ${address} over ${transport}. Its key has the fingerprint`,
    `  ${fingerprint}`,
    `  ${words}`,
    "Is that what its administrator says? (yes/no) ",
  ].join("\n");
  const instead = "give the fingerprint by --fingerprint, or the key by --server";
  return (await ask(prompt, { silent: false, instead })).trim().toLowerCase() === "yes";
}

async function ownFile(): Promise<string> {
  const folder = join(homedir(), ".countersign");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return join(folder, "known-servers");
}
