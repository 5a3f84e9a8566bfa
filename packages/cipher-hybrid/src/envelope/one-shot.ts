import type { Identity, PublicKey } from "@countersign/core";
import {
  contextOf,
  type EnvelopeOptions,
  envelopeBytes,
  messageBytes,
  rsaIdentityOf,
  rsaPublicKeyOf,
} from "./arguments.ts";
import { headerBytes } from "./header.ts";
import { openHeader, sealHeader } from "./key.ts";

/**
 * Seals one message to a public key: who holds the private key opens it, once it arrives or years later. Text is
 * sealed as UTF-8. A message of any size becomes one more piece of memory; `envelopeSealer` does without.
 *
 * Rejects with UsageError ERR_COUNTERSIGN_INVALID_ARGUMENT, or ERR_COUNTERSIGN_MESSAGE_TOO_LARGE above 256 GiB.
 */
export async function sealEnvelope(
  publicKey: PublicKey,
  message: Uint8Array | string,
  options: EnvelopeOptions = {},
): Promise<Buffer> {
  const { header, chunks } = sealHeader(rsaPublicKeyOf(publicKey), contextOf(options));
  return Buffer.concat([header, ...chunks.update(messageBytes(message)), chunks.final()]);
}

/**
 * Opens what `sealEnvelope` or `envelopeSealer` sealed, whole. Leave `envelope` as it is until the promise settles.
 *
 * Rejects with PeerError ERR_COUNTERSIGN_ENVELOPE, whatever is wrong with the envelope (spec: E-8), and with
 * UsageError ERR_COUNTERSIGN_INVALID_ARGUMENT.
 */
export async function openEnvelope(
  identity: Identity,
  envelope: Uint8Array,
  options: EnvelopeOptions = {},
): Promise<Buffer> {
  const context = contextOf(options);
  const recipient = rsaIdentityOf(identity);
  const bytes = envelopeBytes(envelope);
  const end = headerBytes(recipient.publicKey);
  const chunks = await openHeader(recipient, bytes.subarray(0, end), context);
  return Buffer.concat([...chunks.update(bytes.subarray(end)), chunks.final()]);
}
