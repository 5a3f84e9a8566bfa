import { createPrivateKey, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Identity } from "@countersign/core";
import sodium from "sodium-native";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEnvelope, sealEnvelope } from "../../src/envelope/index.ts";
import { sealedBox } from "../../src/index.ts";

const sizes = [0, 1, 32, 47, 48, 49, 1000, 1_000_000];
let folder: string;
let identity: Identity;
let privateKey: Buffer;
let publicKey: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-envelope-"));
  const keyFile = join(folder, "recipient.key.pem");
  identity = await (await sealedBox()).loadIdentity(keyFile, { create: true });
  const { d = "", x = "" } = createPrivateKey(await readFile(keyFile)).export({ format: "jwk" });
  privateKey = Buffer.from(d, "base64url");
  publicKey = Buffer.from(x, "base64url");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// spec: E-9
describe("libsodium in C, with the key of the file,", () => {
  it.each(sizes)("opens an envelope of %s bytes", async (size) => {
    const message = randomBytes(size);
    const envelope = await sealEnvelope(identity.publicKey, message);
    const opened = Buffer.alloc(size);
    expect(envelope).toHaveLength(size + sodium.crypto_box_SEALBYTES);
    expect(sodium.crypto_box_seal_open(opened, envelope, publicKey, privateKey)).toBe(true);
    expect(opened.equals(message)).toBe(true);
  });

  it.each(sizes)("seals an envelope of %s bytes that opens", async (size) => {
    const message = randomBytes(size);
    const envelope = Buffer.alloc(size + sodium.crypto_box_SEALBYTES);
    sodium.crypto_box_seal(envelope, message, publicKey);
    expect((await openEnvelope(identity, envelope)).equals(message)).toBe(true);
  });
});
