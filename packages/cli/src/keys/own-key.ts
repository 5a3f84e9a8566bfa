import type { Identity, KeyedCipher } from "@countersign/core";
import { pemLabel, readKeyFile } from "@countersign/core/key-files";
import { passphrase } from "../secrets/passphrase.ts";
import { encryptedLabel } from "./key-file.ts";

/** The server's private key, made if it does not exist; the passphrase is asked for where there is one. */
export async function loadOwnKey(cipher: KeyedCipher, file: string): Promise<Identity> {
  const encrypted = pemLabel((await readKeyFile(file)) ?? "") === encryptedLabel;
  return cipher.loadIdentity(file, encrypted ? { passphrase: await passphrase() } : { create: true });
}
