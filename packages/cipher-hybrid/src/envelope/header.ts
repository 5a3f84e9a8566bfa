import { createHash } from "node:crypto";
import { fingerprint } from "@countersign/core";
import type { RsaPublicKey } from "../rsa-public-key.ts";
import { envelopeError } from "./envelope-error.ts";

/** Where an envelope's chunks begin, for this recipient (spec: E-1). */
export function headerBytes(recipient: RsaPublicKey): number {
  return sealedStart + recipient.modulusBytes;
}

export function encodeHeader(recipient: RsaPublicKey, sealed: Uint8Array): Buffer {
  return Buffer.concat([magic, Uint8Array.of(version), keyHint(recipient, sealed), sealed]);
}

/**
 * The sealed secret of `header`. Throws PeerError, and says more than that the envelope cannot be opened, because
 * everybody can see as much who has the envelope and the public key (spec: E-8).
 */
export function readHeader(header: Uint8Array, recipient: RsaPublicKey): Uint8Array {
  if (!magic.equals(header.subarray(0, magic.length))) throw envelopeError("This is no envelope.");
  const [theirs = version] = header.subarray(magic.length);
  if (theirs !== version) {
    throw envelopeError(`The envelope is of version ${theirs}, and only version ${version} can be opened.`);
  }
  if (header.length < headerBytes(recipient)) throw envelopeError("The envelope is cut off.");
  const sealed = header.subarray(sealedStart);
  if (!keyHint(recipient, sealed).equals(header.subarray(hintStart, sealedStart))) {
    throw envelopeError(`The envelope is not sealed for this key, ${fingerprint(recipient)}.`);
  }
  return sealed;
}

/** It differs between two envelopes for one key, since no two have the same sealed secret (spec: E-2). */
function keyHint(recipient: RsaPublicKey, sealed: Uint8Array): Buffer {
  const hash = createHash("sha256").update("countersign envelope hint").update(sealed).update(recipient.encoded);
  return hash.digest().subarray(0, hintBytes);
}

/** In plain words, so that who finds an envelope knows what it is. */
const magic = Buffer.from("countersign envelope");
const version = 1;
const hintBytes = 8;
const hintStart = magic.length + 1;
const sealedStart = hintStart + hintBytes;
