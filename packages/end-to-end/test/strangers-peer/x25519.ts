import { createPrivateKey, createPublicKey, diffieHellman } from "node:crypto";
import { join } from "./bytes.ts";

const pkcs8 = Buffer.from("302e020100300506032b656e04220420", "hex");
const prefix = Buffer.from("302a300506032b656e032100", "hex");

/** RFC 8410 §4. */
export const spki = (raw: Uint8Array): Buffer => join(prefix, raw);
/** RFC 8410 §7. */
const privateDer = (raw: Uint8Array): Buffer => join(pkcs8, raw);

const importPrivate = (raw: Uint8Array) => createPrivateKey({ key: privateDer(raw), format: "der", type: "pkcs8" });

/** The 32 bytes of the public key. */
export const publicOf = (privateKey: Uint8Array): Buffer =>
  createPublicKey(importPrivate(privateKey)).export({ format: "der", type: "spki" }).subarray(-32);

/** RFC 7748 §6.1. Throws when the agreement is zero. */
export const agree = (privateKey: Uint8Array, publicKey: Uint8Array): Buffer =>
  diffieHellman({
    privateKey: importPrivate(privateKey),
    publicKey: createPublicKey({ key: spki(publicKey), format: "der", type: "spki" }),
  });
