import { createPublicKey } from "node:crypto";
import { acceptFrom, keyFileError } from "./key-file-error.ts";
import { pemLabel, readKeyFile } from "./key-file-text.ts";

/**
 * Reads an SPKI PEM file (RFC 7468 §13) and gives `importPublicKey` its canonical DER. With `encodeBare` the file may
 * also hold base64 alone, and `encodeBare` makes SPKI of its bytes. Both throw UsageError on a key they do not take.
 *
 * Rejects with UsageError ERR_COUNTERSIGN_KEY_FILE, whose text and `cause` hold nothing of the key.
 */
export async function readPublicKeyFile<Key>(
  file: string,
  importPublicKey: (spki: Uint8Array) => Key,
  encodeBare?: (bytes: Uint8Array) => Uint8Array,
): Promise<Key> {
  const text = await readKeyFile(file);
  if (text === undefined) {
    throw keyFileError(file, "does not exist. It is the public half that a server writes beside its private key");
  }
  const spki =
    encodeBare && bareBase64.test(text)
      ? acceptFrom(file, () => encodeBare(Buffer.from(text, "base64")))
      : parsePublicKey(file, text);
  return acceptFrom(file, () => importPublicKey(spki));
}

/** Where the public half of a private key file stands: "server.pub.pem" for "server.key.pem". */
export function publicKeyFileFor(privateKeyFile: string): string {
  return `${privateKeyFile.replace(/(\.key)?\.pem$/, "")}.pub.pem`;
}

const bareBase64 = /^\s*[A-Za-z0-9+/]+={0,2}\s*$/;

function parsePublicKey(file: string, pem: string): Uint8Array {
  const label = pemLabel(pem);
  if (label !== "PUBLIC KEY") throw keyFileError(file, otherLabel(label));
  try {
    return createPublicKey({ key: pem, format: "pem" }).export({ type: "spki", format: "der" });
  } catch {
    throw keyFileError(file, "is damaged: it holds no key");
  }
}

function otherLabel(label: string | undefined): string {
  if (label === undefined) return "is no PEM file. An SPKI public key is needed";
  if (label.endsWith("PRIVATE KEY")) {
    return "holds a private key, which must stay where it was made. The public half is needed";
  }
  return `holds "${label}". An SPKI public key is needed`;
}
