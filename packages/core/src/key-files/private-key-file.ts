import { createPrivateKey, type KeyObject } from "node:crypto";
import type { LoadIdentityOptions } from "../cipher.ts";
import { createKeyFiles, restorePublicHalf } from "./create-key-files.ts";
import { acceptFrom, keyFileError } from "./key-file-error.ts";
import { pemLabel, readKeyFile } from "./key-file-text.ts";

/** The long-lived keys of one cipher. */
export interface KeyKind<Key> {
  /** Makes a private key. Called only when a file is to be created. */
  generate(): Promise<KeyObject>;
  /** What the cipher uses. Throws UsageError, saying what is wrong, for a key of another kind. */
  accept(privateKey: KeyObject): Key;
}

/**
 * Loads a PKCS#8 PEM file (RFC 5958, RFC 7468), encrypted or not. With `create` and no such file, it makes one that
 * only its owner may read, and its public half beside it (`publicKeyFileFor`); processes that start at once end with
 * the same key. A public half that is missing is made again. An existing file is never changed, and accepted whoever
 * may read it: that is for its owner to choose.
 *
 * Rejects with UsageError ERR_COUNTERSIGN_KEY_FILE, whose text and `cause` hold nothing of the key.
 */
export async function loadPrivateKeyFile<Key>(
  file: string,
  { create = false, passphrase }: LoadIdentityOptions,
  kind: KeyKind<Key>,
): Promise<Key> {
  const password = passphrase === undefined ? undefined : checkPassphrase(file, passphrase);
  let pem = await readKeyFile(file);
  if (pem === undefined && create) {
    await createKeyFiles(file, await kind.generate(), password);
    pem = await readKeyFile(file);
  }
  if (pem === undefined) {
    throw keyFileError(file, "does not exist. Name an existing file, or pass { create: true } to make it");
  }
  const key = parsePrivateKey(file, pem, password);
  if (create) await restorePublicHalf(file, key);
  return acceptFrom(file, () => kind.accept(key));
}

/** Longer ones encrypt, but Node cannot decrypt with them. */
const maxPassphraseBytes = 1_024;

function checkPassphrase(file: string, passphrase: string | Uint8Array): Buffer {
  const bytes = Buffer.from(passphrase);
  if (bytes.length === 0) {
    throw keyFileError(file, "cannot have an empty passphrase. Leave it out when the file is not encrypted");
  }
  if (bytes.length > maxPassphraseBytes) {
    throw keyFileError(file, `cannot have a passphrase of more than ${maxPassphraseBytes} bytes`);
  }
  return bytes;
}

function parsePrivateKey(file: string, pem: string, passphrase: Buffer | undefined): KeyObject {
  const label = pemLabel(pem);
  const encrypted = label === "ENCRYPTED PRIVATE KEY";
  if (!encrypted && label !== "PRIVATE KEY") throw keyFileError(file, otherLabel(label));
  if (encrypted && passphrase === undefined) throw keyFileError(file, "is encrypted. Pass its passphrase");
  if (!encrypted && passphrase)
    throw keyFileError(file, "is not encrypted, though a passphrase was given. Leave it out");
  try {
    return createPrivateKey({ key: pem, format: "pem", ...(passphrase && { passphrase }) });
  } catch {
    throw keyFileError(
      file,
      encrypted ? "cannot be decrypted: the passphrase is wrong, or it is damaged" : "is damaged: it holds no key",
    );
  }
}

function otherLabel(label: string | undefined): string {
  if (label === undefined) return "is no PEM file. A PKCS#8 private key is needed";
  if (label.endsWith("PUBLIC KEY")) return "holds a public key. The private one is needed";
  if (label.endsWith("PRIVATE KEY")) {
    return `holds "${label}", which is not PKCS#8. "openssl pkcs8 -topk8" converts it`;
  }
  return `holds "${label}". A PKCS#8 private key is needed`;
}
