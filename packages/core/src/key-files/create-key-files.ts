import { createPublicKey, type KeyObject, randomBytes } from "node:crypto";
import { link, rename, rm, writeFile } from "node:fs/promises";
import { keyFileError } from "./key-file-error.ts";
import { systemCode } from "./key-file-text.ts";
import { publicKeyFileFor } from "./public-key-file.ts";

/**
 * Writes a private key and its public half, unless the file exists by then: another process was first, and its key
 * counts. `file` appears whole, by a hard link, and never replaces anything. A passphrase encrypts the private key by
 * AES-256-CBC under PBKDF2 with 2,048 rounds, which is all Node offers: let it be long.
 */
export async function createKeyFiles(
  file: string,
  privateKey: KeyObject,
  passphrase: Buffer | undefined,
): Promise<void> {
  const publicFile = publicKeyFileFor(file);
  const suffix = `.${randomBytes(8).toString("hex")}.tmp`;
  try {
    await writeNew(file + suffix, exportPrivateKey(privateKey, passphrase), 0o600);
    await writeNew(publicFile + suffix, createPublicKey(privateKey).export({ type: "spki", format: "pem" }), 0o644);
    await link(file + suffix, file);
    await rename(publicFile + suffix, publicFile);
  } catch (error) {
    if (systemCode(error) !== "EEXIST") {
      throw keyFileError(file, `or its public half cannot be written: ${systemCode(error)}`, error);
    }
  } finally {
    await rm(file + suffix, { force: true });
    await rm(publicFile + suffix, { force: true });
  }
}

function exportPrivateKey(privateKey: KeyObject, passphrase: Buffer | undefined): string | Buffer {
  const encryption = passphrase && { cipher: "aes-256-cbc", passphrase };
  return privateKey.export({ type: "pkcs8", format: "pem", ...encryption });
}

function writeNew(file: string, text: string | Buffer, mode: number): Promise<void> {
  return writeFile(file, text, { flag: "wx", mode, flush: true });
}
