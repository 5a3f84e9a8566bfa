import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hybrid } from "../src/index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-keys-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const wrongKeys: [string, { privateKey: KeyObject; publicKey: KeyObject }, string][] = [
  ["1024 bits", generateKeyPairSync("rsa", { modulusLength: 1024 }), "2048, 3072 or 4096 bits, not 1024"],
  ["the exponent 3", generateKeyPairSync("rsa", { modulusLength: 2048, publicExponent: 3 }), "exponent 65537"],
  ["a curve", generateKeyPairSync("ec", { namedCurve: "P-256" }), 'of the type "ec"'],
  ["the use X25519", generateKeyPairSync("x25519"), 'of the type "x25519"'],
];

describe("the key files of the hybrid cipher", () => {
  it.each(wrongKeys)("refuse a private key with %s", async (_, { privateKey }, message) => {
    const file = join(folder, "server.key.pem");
    await writeFile(file, privateKey.export({ type: "pkcs8", format: "pem" }));
    const expected = { code: "ERR_COUNTERSIGN_KEY_FILE", message: expect.stringContaining(message) };
    await expect(hybrid().loadIdentity(file)).rejects.toMatchObject(expected);
  });

  it.each(wrongKeys)("refuse a public key with %s", async (_, { publicKey }, message) => {
    const file = join(folder, "server.pub.pem");
    await writeFile(file, publicKey.export({ type: "spki", format: "pem" }));
    const expected = { code: "ERR_COUNTERSIGN_KEY_FILE", message: expect.stringContaining(message) };
    await expect(hybrid().loadPublicKey(file)).rejects.toMatchObject(expected);
  });

  it("are not read as bare base64", async () => {
    const file = join(folder, "server.pub.pem");
    await writeFile(file, Buffer.alloc(32, 7).toString("base64"));
    await expect(hybrid().loadPublicKey(file)).rejects.toMatchObject({ code: "ERR_COUNTERSIGN_KEY_FILE" });
  });
});
