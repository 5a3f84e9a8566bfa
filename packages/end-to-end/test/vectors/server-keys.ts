import { readVectors } from "./file.ts";

/** The servers' key pairs, which are given once and for all. */
export interface ServerKey {
  readonly privateKey: Buffer;
  readonly publicKey: Buffer;
}

export function serverKey(suite: "hybrid" | "sealed-box"): ServerKey {
  const vectors = readVectors<{ suite: string; privateKey: string; publicKey: string }>("server-keys");
  const found = vectors.find((vector) => vector.suite === suite);
  if (!found) throw new Error(`No server key for ${suite}.`);
  return { privateKey: Buffer.from(found.privateKey, "hex"), publicKey: Buffer.from(found.publicKey, "hex") };
}
