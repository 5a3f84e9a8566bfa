import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { damaged, refused } from "../refusal.ts";
import { decrypt, plainBlockBytes } from "./decryption.ts";
import { readSshPublicKey } from "./public-key.ts";
import { SshReader } from "./ssh-reader.ts";

/**
 * The key in "-----BEGIN OPENSSH PRIVATE KEY-----" (OpenSSH's PROTOCOL.key). Throws UsageError when it is of another type
 * or number, or does not decrypt, and RangeError when a field is cut off.
 */
export function readOpenSshPrivateKey(text: string, passphrase: Buffer | undefined): KeyObject {
  const reader = new SshReader(unarmored(text));
  if (!magic.equals(reader.take(magic.length))) throw damaged();
  const [cipher, kdf, kdfOptions] = [reader.text(), reader.text(), reader.string()];
  if (reader.uint32() !== 1) throw refused("it has not one key, but several or none");
  const publicKey = readSshPublicKey(reader.string());
  if (!publicKey) throw refused("it is of another type than ssh-ed25519");
  const sealed = reader.string();
  if (reader.rest().length > 0) throw damaged();
  if (cipher === "none") {
    if (passphrase) throw refused("it is not encrypted, though a passphrase was given. Leave it out");
    return readSecrets(sealed, publicKey, plainBlockBytes, "it is damaged");
  }
  if (!passphrase) throw refused("it is encrypted, and its passphrase is missing");
  const { opened, blockBytes } = decrypt(sealed, { cipher, kdf, kdfOptions }, passphrase);
  try {
    return readSecrets(opened, publicKey, blockBytes, "its passphrase is wrong, or it is damaged");
  } finally {
    opened.fill(0);
  }
}

const magic = Buffer.from("openssh-key-v1\0", "latin1");

function unarmored(text: string): Buffer {
  const [, base64 = ""] =
    /-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]*)-----END OPENSSH PRIVATE KEY-----/.exec(text) ?? [];
  return Buffer.from(base64, "base64");
}

/** Two equal numbers tell that the passphrase was right; everything that follows has to fit together. */
function readSecrets(bytes: Buffer, publicKey: Buffer, blockBytes: number, otherwise: string): KeyObject {
  const reader = new SshReader(bytes);
  const [check, again] = bytes.length % blockBytes === 0 ? [reader.uint32(), reader.uint32()] : [0, 1];
  if (check !== again) throw refused(otherwise);
  const [type, itsPublicKey, secret] = [reader.text(), reader.string(), reader.string()];
  reader.string();
  const padding = reader.rest();
  const seed = secret.subarray(0, seedBytes);
  const fits =
    type === "ssh-ed25519" &&
    publicKey.equals(itsPublicKey) &&
    secret.equals(Buffer.concat([seed, publicKey])) &&
    seed.length === seedBytes &&
    padding.length < blockBytes &&
    padding.every((byte, index) => byte === index + 1);
  if (!fits) throw damaged();
  const key = importSeed(seed);
  const derived = createPublicKey(key).export({ type: "spki", format: "der" }).subarray(-publicKey.length);
  if (!publicKey.equals(derived)) throw damaged();
  return key;
}

const seedBytes = 32;

/** By DER: as JWK the seed would become text, which nobody can overwrite. */
function importSeed(seed: Buffer): KeyObject {
  const der = Buffer.concat([pkcs8Prefix, seed]);
  try {
    return createPrivateKey({ key: der, type: "pkcs8", format: "der" });
  } finally {
    der.fill(0);
  }
}

/** RFC 8410 §7. */
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");
