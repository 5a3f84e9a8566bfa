import { constants, createPublicKey, type KeyObject, publicEncrypt, randomBytes } from "node:crypto";
import { type Encapsulation, type PublicKey, UsageError } from "@countersign/core";
import { checkRsaKey } from "./rsa-key.ts";

/** OAEP labels, one for each use of a key: what was encrypted for one does not decrypt for another (spec: E-4). */
export const oaepLabels = {
  serverKey: Buffer.from("countersign 1 server key"),
  envelope: Buffer.from("countersign 1 envelope"),
};
export const secretBytes = 32;

/** Throws UsageError unless `encoded` is the one SPKI DER of an RSA key that is accepted. */
export function importRsaPublicKey(encoded: Uint8Array): PublicKey {
  const publicKey = new RsaPublicKey(parse(encoded));
  if (Buffer.compare(publicKey.encoded, encoded) !== 0) throw notSpki();
  return publicKey;
}

export class RsaPublicKey implements PublicKey {
  readonly encoded: Uint8Array;
  readonly #key: KeyObject;

  constructor(key: KeyObject) {
    checkRsaKey(key);
    this.encoded = key.export({ type: "spki", format: "der" });
    this.#key = key;
  }

  /** Length of `sealed`, in bytes. */
  get modulusBytes(): number {
    return (this.#key.asymmetricKeyDetails?.modulusLength as number) / 8;
  }

  encapsulate(): Encapsulation {
    return this.encapsulateFor(oaepLabels.serverKey);
  }

  encapsulateFor(oaepLabel: Uint8Array): Encapsulation {
    const secret = randomBytes(secretBytes);
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return { secret, sealed: publicEncrypt({ key: this.#key, padding, oaepHash: "sha256", oaepLabel }, secret) };
  }
}

function parse(encoded: Uint8Array): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(encoded), type: "spki", format: "der" });
  } catch {
    throw notSpki();
  }
}

function notSpki(): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", "Not an RSA public key: it is not the SPKI DER of one");
}
