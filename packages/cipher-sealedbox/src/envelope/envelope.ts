import { type Identity, PeerError, type PublicKey, UsageError } from "@countersign/core";
import { SealedBoxIdentity, SealedBoxPublicKey } from "../sealed-box-kem.ts";

/**
 * Seals one message to a public key as libsodium's `crypto_box_seal` does, byte for byte (spec: E-9): whatever program
 * holds the private key and has libsodium opens it. Text is sealed as UTF-8. At most 512 MiB, and in this thread:
 * wasm takes some 10 ms for each MiB.
 *
 * Rejects with UsageError ERR_COUNTERSIGN_INVALID_ARGUMENT or ERR_COUNTERSIGN_MESSAGE_TOO_LARGE.
 */
export async function sealEnvelope(
  publicKey: PublicKey,
  message: Uint8Array | string,
  options: NoOptions = {},
): Promise<Buffer> {
  refuseOptions(options);
  if (!(publicKey instanceof SealedBoxPublicKey)) {
    throw unsuitable("`publicKey` is not a public key of sealedBox(): loadPublicKey reads one.", publicKey);
  }
  return asBuffer(publicKey.seal(messageBytes(message)));
}

/**
 * Opens what `sealEnvelope` or another program's `crypto_box_seal` sealed to this key.
 *
 * Rejects with PeerError ERR_COUNTERSIGN_ENVELOPE, whatever is wrong with the envelope (spec: E-10), and with
 * UsageError as above, also for an identity that has served sessions: envelopes need a key of their own (spec: E-11).
 */
export async function openEnvelope(identity: Identity, envelope: Uint8Array, options: NoOptions = {}): Promise<Buffer> {
  refuseOptions(options);
  if (!(identity instanceof SealedBoxIdentity)) {
    throw unsuitable("`identity` is not an identity of sealedBox(): loadIdentity reads one.", identity);
  }
  if (identity.servesSessions) {
    throw invalid("`identity` serves sessions, and a sealed box does not tell what for: make a key for envelopes.");
  }
  const box = envelopeBytes(envelope);
  try {
    return asBuffer(identity.open(box));
  } catch {
    const message = "The envelope cannot be opened: it was changed or cut off, or is sealed for another key.";
    throw new PeerError("ERR_COUNTERSIGN_ENVELOPE", message);
  }
}

/** A sealed box binds no context. Without this, one that hybrid()'s envelopes have would be left out in silence. */
type NoOptions = Readonly<Record<string, never>>;

function refuseOptions(options: NoOptions): void {
  const [name] = Object.keys(options ?? {});
  if (name === undefined) return;
  throw invalid(`There is no option \`${name}\`: a sealed box takes no options, and has no context.`);
}

/** Of wasm's 2 GiB, libsodium needs room for message and envelope. */
const maxMessageBytes = 2 ** 29;
const maxEnvelopeBytes = maxMessageBytes + 48;

function messageBytes(message: Uint8Array | string): Uint8Array {
  const bytes = typeof message === "string" ? Buffer.from(message, "utf8") : message;
  if (!(bytes instanceof Uint8Array)) throw unsuitable("A message is text, a Buffer or another Uint8Array.", message);
  if (bytes.length > maxMessageBytes) throw tooLarge("A message has at most 512 MiB: seal it in parts.");
  return bytes;
}

function envelopeBytes(envelope: Uint8Array): Uint8Array {
  if (!(envelope instanceof Uint8Array)) throw unsuitable("An envelope is a Buffer or another Uint8Array.", envelope);
  if (envelope.length > maxEnvelopeBytes) throw tooLarge("An envelope of more than 512 MiB cannot be opened here.");
  return envelope;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function unsuitable(message: string, value: unknown): UsageError {
  return invalid(value instanceof Promise ? `${message} It is a promise: await it.` : message);
}

function invalid(message: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
}

function tooLarge(message: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_MESSAGE_TOO_LARGE", message);
}
