import { createPublicKey, type KeyObject, randomBytes } from "node:crypto";
import { link, rm, stat, writeFile } from "node:fs/promises";
import { keyFileError } from "./key-file-error.ts";
import { systemCode } from "./key-file-text.ts";
import { publicKeyFileFor } from "./public-key-file.ts";

/**
 * Writes a private key and its public half, unless the file exists by then: another process was first, and its key
 * counts. Each appears whole, by a hard link, and never replaces anything. A passphrase encrypts the private key by
 * AES-256-CBC under PBKDF2 with 2,048 rounds, which is all Node offers: let it be long.
 * Rejects with UsageError when another key's public half stands in the way.
 */
export async function createKeyFiles(
  file: string,
  privateKey: KeyObject,
  passphrase: Buffer | undefined,
): Promise<void> {
  const publicFile = publicKeyFileFor(file);
  if ((await exists(publicFile)) && !(await exists(file))) {
    throw keyFileError(publicFile, `belongs to another key: remove it, or name another file than ${file}`);
  }
  if (await publish(file, exportPrivateKey(privateKey, passphrase), 0o600)) await restorePublicHalf(file, privateKey);
}

/** Writes the public half of a private key's file where there is none. */
export async function restorePublicHalf(file: string, privateKey: KeyObject): Promise<void> {
  const publicFile = publicKeyFileFor(file);
  if (await exists(publicFile)) return;
  await publish(publicFile, createPublicKey(privateKey).export({ type: "spki", format: "pem" }), 0o644);
}

/** Returns whether `file` is new; an existing one stays as it is. */
async function publish(file: string, text: string | Buffer, mode: number): Promise<boolean> {
  const draft = `${file}.${randomBytes(8).toString("hex")}.tmp`;
  try {
    await writeFile(draft, text, { flag: "wx", mode, flush: true });
    await link(draft, file);
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw keyFileError(file, `cannot be written: ${systemCode(error)}`, error);
  } finally {
    await rm(draft, { force: true });
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

function exportPrivateKey(privateKey: KeyObject, passphrase: Buffer | undefined): string | Buffer {
  const encryption = passphrase && { cipher: "aes-256-cbc", passphrase };
  return privateKey.export({ type: "pkcs8", format: "pem", ...encryption });
}
