import { createPublicKey, type KeyObject } from "node:crypto";
import { types } from "node:util";
import { UsageError } from "@countersign/core";
import { pemLabel } from "@countersign/core/key-files";
import { flawOf } from "./ed25519.ts";
import { decodeSshPublicKey } from "./openssh/public-key.ts";

/** "ssh-ed25519 AAAA… comment" as in an OpenSSH .pub file, SPKI PEM, or Node's own. */
export type Ed25519PublicKey = string | KeyObject;

export function isPublicKey(key: unknown): key is Ed25519PublicKey {
  return typeof key === "string" || types.isKeyObject(key);
}

/** The 32 bytes of a public key. Throws UsageError, which quotes nothing of it, where nobody may use them (spec: A-32). */
export function readPublicKey(key: Ed25519PublicKey): Buffer {
  if (!isPublicKey(key)) throw refused("it is neither text nor a KeyObject");
  const raw = typeof key === "string" ? rawOfText(key.trim()) : rawOf(key);
  const flaw = flawOf(raw);
  if (flaw !== undefined) throw refused(flaw);
  return raw;
}

/** The 32 bytes of Node's own, unchecked. */
export function rawOf(key: KeyObject): Buffer {
  if (key.type === "private") throw refused("it is a private key, which must stay with its client");
  if (key.asymmetricKeyType !== "ed25519") throw refused("it is of another kind");
  // DER: its last bytes are the key (RFC 8410 §4), and on Node 20 a generated key cannot always be exported as JWK.
  return key.export({ type: "spki", format: "der" }).subarray(-32);
}

function rawOfText(text: string): Buffer {
  const label = pemLabel(text);
  if (label === "PUBLIC KEY") return rawOf(parsePem(text));
  if (label?.endsWith("PRIVATE KEY")) throw refused("it is a private key, which must stay with its client");
  const [type, base64 = ""] = text.split(/[ \t]+/, 2);
  if (type !== "ssh-ed25519") throw refused("it is neither `ssh-ed25519 AAAA…` nor SPKI PEM");
  if (/[\r\n]/.test(text)) throw refused("it has more than one line");
  const raw = decodeSshPublicKey(base64);
  if (!raw) throw refused("what follows `ssh-ed25519` is not the base64 of such a key");
  return raw;
}

function parsePem(text: string): KeyObject {
  try {
    return createPublicKey({ key: text, format: "pem" });
  } catch {
    throw refused("it is damaged");
  }
}

function refused(reason: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `Not an Ed25519 public key: ${reason}.`);
}
