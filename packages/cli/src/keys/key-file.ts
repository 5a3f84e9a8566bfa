import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { fingerprint } from "@countersign/core";
import { keyFileError, pemLabel } from "@countersign/core/key-files";
import { type CipherName, ciphers } from "../options/ciphers.ts";
import { passphrase } from "../secrets/passphrase.ts";
import { readText } from "../secrets/secret-file.ts";

/** What a PEM file with a key of one of the ciphers holds. */
export interface KeyFile {
  readonly half: "private" | "public";
  readonly encrypted: boolean;
  readonly cipher: CipherName;
  /** "RSA, 3072 bits", say. */
  readonly kind: string;
  readonly fingerprint: string;
}

const halves: Readonly<Record<string, KeyFile["half"]>> = {
  "PUBLIC KEY": "public",
  "PRIVATE KEY": "private",
  "ENCRYPTED PRIVATE KEY": "private",
};

/** Rejects with UsageError ERR_COUNTERSIGN_KEY_FILE for a file that cannot be read, or holds no key of a cipher. */
export async function readKey(file: string): Promise<KeyFile> {
  const pem = await readText(file);
  const label = pemLabel(pem) ?? "";
  const half = halves[label];
  if (!half) throw keyFileError(file, "holds no key in SPKI or PKCS#8 PEM.");
  const encrypted = label === encryptedLabel;
  const key = parse(file, pem, half, encrypted ? await passphrase() : undefined);
  const cipher = cipherOf(key);
  if (!cipher) throw keyFileError(file, "holds a key, but of no cipher here: RSA or X25519.");
  const { serverKem } = await ciphers[cipher]();
  const publicKey = half === "private" ? createPublicKey(key) : key;
  const encoded = publicKey.export({ type: "spki", format: "der" });
  return { half, encrypted, cipher, kind: kindOf(key), fingerprint: fingerprint(serverKem.importPublicKey(encoded)) };
}

export const encryptedLabel = "ENCRYPTED PRIVATE KEY";

function parse(file: string, pem: string, half: KeyFile["half"], secret: string | undefined): KeyObject {
  try {
    return half === "private"
      ? createPrivateKey({ key: pem, format: "pem", passphrase: secret })
      : createPublicKey(pem);
  } catch {
    throw keyFileError(file, secret === undefined ? "holds a damaged key." : "does not open with this passphrase.");
  }
}

function cipherOf({ asymmetricKeyType }: KeyObject): CipherName | undefined {
  if (asymmetricKeyType === "rsa") return "hybrid";
  return asymmetricKeyType === "x25519" ? "sealed-box" : undefined;
}

function kindOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  return asymmetricKeyType === "rsa" ? `RSA, ${asymmetricKeyDetails?.modulusLength} bits` : "X25519";
}
