import { createHash, hkdfSync, randomBytes } from "node:crypto";
import type { Protection } from "@countersign/core";
import { AesGcm, keyBytes } from "../aes-gcm.ts";
import type { RsaIdentity } from "../rsa-identity.ts";
import { oaepLabels, type RsaPublicKey, secretBytes } from "../rsa-public-key.ts";
import { ChunkOpener } from "./chunk-opener.ts";
import { ChunkSealer } from "./chunk-sealer.ts";
import { encodeHeader, readHeader } from "./header.ts";

/** Begins an envelope with a fresh secret: its header, and what seals its chunks. */
export function sealHeader(recipient: RsaPublicKey, context: Uint8Array): { header: Buffer; chunks: ChunkSealer } {
  const { secret, sealed } = recipient.encapsulateFor(oaepLabels.envelope);
  const header = encodeHeader(recipient, sealed);
  return { header, chunks: new ChunkSealer(protectionFor(secret, header, recipient, context)) };
}

/**
 * What opens the chunks behind `header`. Rejects with PeerError for a header that is not for this identity. When its
 * secret does not decrypt, random bytes stand in, so that the first chunk fails as if it had been changed (spec: E-7).
 */
export async function openHeader(identity: RsaIdentity, header: Uint8Array, context: Uint8Array): Promise<ChunkOpener> {
  const own = Uint8Array.from(header);
  const sealed = readHeader(own, identity.publicKey);
  const fallback = randomBytes(secretBytes);
  const secret = await identity.decapsulateFor(oaepLabels.envelope, sealed).catch(() => fallback);
  return new ChunkOpener(protectionFor(secret, own, identity.publicKey, context));
}

/** The AEAD under a key that belongs to this header, this recipient and this context only (spec: E-3). */
function protectionFor(
  secret: Uint8Array,
  header: Uint8Array,
  recipient: RsaPublicKey,
  context: Uint8Array,
): Protection {
  const info = Buffer.concat([keyLabel, sha256(recipient.encoded), sha256(context)]);
  const key = Buffer.from(hkdfSync("sha256", secret, sha256(header), info, keyBytes));
  secret.fill(0);
  try {
    return new AesGcm(key);
  } finally {
    key.fill(0);
  }
}

const keyLabel = Buffer.from("countersign 1 envelope\0");

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
