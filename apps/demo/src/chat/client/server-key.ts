import { access } from "node:fs/promises";
import type { KeyedCipher, PublicKey, ServerKeySource } from "@countersign/core";
import { type KeyQuestion, knownServers } from "@countersign/known-servers";
import { invalidArgument } from "../../arguments.ts";
import type { CipherName } from "../../ciphers.ts";
import { ask } from "../ask.ts";
import type { ChatFolder } from "../folder.ts";

export interface ServerKeyValues {
  readonly "server-key"?: string | undefined;
  readonly "first-contact": boolean;
}

/**
 * How the server is known: by the public key in a file that was named, by the one that lies in the folder of a server on
 * this machine, or by what somebody once said yes to. Throws UsageError for a file without a key.
 */
export async function serverKey(
  values: ServerKeyValues,
  cipher: KeyedCipher,
  cipherName: CipherName,
  folder: ChatFolder,
): Promise<PublicKey | ServerKeySource> {
  const { "server-key": named, "first-contact": asks } = values;
  if (named !== undefined && asks) throw invalidArgument("One of both is enough: --server-key or --first-contact.");
  if (named !== undefined) return cipher.loadPublicKey(named);
  const file = folder.publicKeyFile(cipherName);
  if (!asks && (await exists(file))) return cipher.loadPublicKey(file);
  await folder.create();
  // Whoever says yes to an impostor gives it something to guess the password by: the question says so.
  return knownServers(folder.knownServersFile, { confirm, acceptGuessable: true });
}

/** Throws UsageError where there is nobody to ask, or who is asked does not say yes. Nothing is said to the server then. */
async function confirm({ address, transport, fingerprint, words }: KeyQuestion): Promise<true> {
  const question = `First contact with ${address} over ${transport}. Its key has the fingerprint
  ${fingerprint}
  ${words}
Compare that with what the server printed when it started. If you say yes to somebody else, they can read what you say,
and guess at your password if you use one. Is it the same? (yes/no) `;
  const answer = await ask(question, { silent: false });
  if (answer?.trim().toLowerCase() === "yes") return true;
  throw invalidArgument(
    answer === undefined
      ? `The server at ${address} is not known, and nobody was there to say whether its key is the right one. Bring its public key, and name it with --server-key.`
      : `The key of the server at ${address} was not confirmed. Nothing was told to it, not even your name.`,
  );
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
