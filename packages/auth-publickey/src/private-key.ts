import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { types } from "node:util";
import { CountersignError, UsageError } from "@countersign/core";
import { keyFileError, pemLabel, readKeyFile } from "@countersign/core/key-files";
import { keyFileProblem } from "./key-file-problem.ts";
import { readOpenSshPrivateKey } from "./openssh/private-key.ts";
import { rawOf } from "./public-key.ts";
import { damaged, refused } from "./refusal.ts";

/**
 * Node's own, PKCS#8 PEM, or the text of an OpenSSH private key file. `undefined` is admitted so that
 * `process.env.ALICE_PRIVATE_KEY` compiles; it throws ERR_COUNTERSIGN_NO_KEY.
 */
export type PrivateKey = KeyObject | string | undefined;

export interface PassphraseOptions {
  /** Of text that is encrypted; 1 to 1,024 bytes. */
  readonly passphrase?: string | Uint8Array;
}

/**
 * Reads a file with an Ed25519 private key to sign with: PKCS#8 PEM, or what `ssh-keygen -t ed25519` makes.
 * Rejects with UsageError ERR_COUNTERSIGN_KEY_FILE, whose text and `cause` hold nothing of the key.
 */
export async function loadPrivateKey(file: string, options: PassphraseOptions = {}): Promise<KeyObject> {
  const text = await readKeyFile(file);
  if (text === undefined) throw keyFileError(file, "does not exist. `ssh-keygen -t ed25519` makes one");
  try {
    return readPrivateKey(text, options);
  } catch (error) {
    throw keyFileProblem(file, `cannot be used: ${(error as Error).message}`);
  }
}

/** Throws UsageError, which quotes nothing of the key. */
export function readPrivateKey(given: PrivateKey, { passphrase }: PassphraseOptions): KeyObject {
  if (given === undefined || given === "") {
    throw new UsageError("ERR_COUNTERSIGN_NO_KEY", "There is no private key to sign with: is a variable unset?");
  }
  const password = passphrase === undefined ? undefined : checkPassphrase(passphrase);
  const key = typeof given === "string" ? readText(given, password) : given;
  if (!types.isKeyObject(key)) throw refused("it is neither text nor a KeyObject");
  if (key.type !== "private") throw refused("it is a public key, or a secret one");
  if (key.asymmetricKeyType !== "ed25519") throw refused("it is of another kind");
  return key;
}

/** The 32 bytes of the public key that belongs to it. */
export function publicHalfOf(privateKey: KeyObject): Buffer {
  return rawOf(createPublicKey(privateKey));
}

/** Node cannot decrypt with longer ones. */
const maxPassphraseBytes = 1_024;

function checkPassphrase(passphrase: string | Uint8Array): Buffer {
  const bytes = typeof passphrase === "string" || types.isUint8Array(passphrase) ? Buffer.from(passphrase) : undefined;
  if (bytes && bytes.length > 0 && bytes.length <= maxPassphraseBytes) return bytes;
  throw refused(`its passphrase has not 1 to ${maxPassphraseBytes} bytes. Leave it out when there is none`);
}

function readText(text: string, passphrase: Buffer | undefined): KeyObject {
  const label = pemLabel(text);
  try {
    if (label === "OPENSSH PRIVATE KEY") return readOpenSshPrivateKey(text, passphrase);
    if (label === "PRIVATE KEY" || label === "ENCRYPTED PRIVATE KEY") return readPem(text, label, passphrase);
  } catch (error) {
    if (error instanceof CountersignError) throw error;
    throw damaged();
  }
  if (label?.endsWith("PUBLIC KEY") || text.startsWith("ssh-")) throw refused("it is a public key");
  throw refused("it is neither PKCS#8 PEM nor an OpenSSH private key");
}

function readPem(text: string, label: string, passphrase: Buffer | undefined): KeyObject {
  const encrypted = label === "ENCRYPTED PRIVATE KEY";
  if (encrypted && !passphrase) throw refused("it is encrypted, and its passphrase is missing");
  if (!encrypted && passphrase) throw refused("it is not encrypted, though a passphrase was given. Leave it out");
  try {
    return createPrivateKey({ key: text, format: "pem", ...(passphrase && { passphrase }) });
  } catch {
    throw refused(encrypted ? "its passphrase is wrong, or it is damaged" : "it is damaged");
  }
}
