import { type Identity, type PublicKey, UsageError } from "@countersign/core";
import { RsaIdentity } from "../rsa-identity.ts";
import { RsaPublicKey } from "../rsa-public-key.ts";

export interface EnvelopeOptions {
  /**
   * What both sides know already, the name of a file, say: the envelope opens with the same bytes only, and does not
   * hold them. Text counts as UTF-8, and no context as an empty one.
   */
  readonly context?: Uint8Array | string;
}

/** These throw UsageError, naming the argument. */
export function rsaPublicKeyOf(publicKey: PublicKey): RsaPublicKey {
  if (publicKey instanceof RsaPublicKey) return publicKey;
  throw unsuitable("`publicKey` is not a public key of hybrid(): loadPublicKey reads one.", publicKey);
}

export function rsaIdentityOf(identity: Identity): RsaIdentity {
  if (identity instanceof RsaIdentity) return identity;
  throw unsuitable("`identity` is not an identity of hybrid(): loadIdentity reads one.", identity);
}

/** Text as UTF-8; bytes are not copied. */
export function messageBytes(message: Uint8Array | string): Uint8Array {
  return bytesOf(message, "A message is");
}

export function envelopeBytes(envelope: Uint8Array): Uint8Array {
  if (envelope instanceof Uint8Array) return envelope;
  throw unsuitable("An envelope is a Buffer or another Uint8Array.", envelope);
}

/** A copy. A misspelt option is refused: without its context an envelope would open anywhere. */
export function contextOf(options: EnvelopeOptions): Uint8Array {
  if (typeof options !== "object" || options === null) throw invalid("Options are no object: { context: name }, say.");
  for (const name of Object.keys(options)) {
    if (name !== "context") throw invalid(`There is no option \`${name}\`. Options: context.`);
  }
  return Uint8Array.from(bytesOf(options.context === undefined ? "" : options.context, "`context` is"));
}

function bytesOf(value: Uint8Array | string, subject: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === "string") return Buffer.from(value, "utf8");
  throw unsuitable(`${subject} text, a Buffer or another Uint8Array.`, value);
}

function unsuitable(message: string, value: unknown): UsageError {
  return invalid(value instanceof Promise ? `${message} It is a promise: await it.` : message);
}

function invalid(message: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
}
