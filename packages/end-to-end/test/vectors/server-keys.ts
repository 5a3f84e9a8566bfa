import { createPrivateKey } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Identity, KeyedCipher } from "@countersign/core";
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

/** The same key pair, in our own hands. */
export async function serverIdentity(cipher: KeyedCipher, suite: "hybrid" | "sealed-box"): Promise<Identity> {
  const folder = await mkdtemp(join(tmpdir(), "countersign-"));
  try {
    const key = createPrivateKey({ key: serverKey(suite).privateKey, format: "der", type: "pkcs8" });
    const file = join(folder, "server.key.pem");
    await writeFile(file, key.export({ format: "pem", type: "pkcs8" }), { mode: 0o600 });
    return await cipher.loadIdentity(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}
