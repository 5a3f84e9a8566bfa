import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fingerprint, UsageError } from "@countersign/core";
import sodium from "libsodium-wrappers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sealedBox } from "../src/index.ts";

const cipher = await sealedBox();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-keys-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a sealed box as a KEM", () => {
  it("is libsodium's, for the key in the file", async () => {
    const file = join(folder, "server.key.pem");
    const { publicKey } = await cipher.loadIdentity(file, { create: true });
    const { secret, sealed } = publicKey.encapsulate();
    const { d, x } = createPrivateKey(await readFile(file)).export({ format: "jwk" });
    const raw = (part = "") => Buffer.from(part, "base64url");
    expect(sealed).toHaveLength(32 + sodium.crypto_box_SEALBYTES);
    expect(Buffer.from(sodium.crypto_box_seal_open(sealed, raw(x), raw(d)))).toEqual(secret);
  });

  it("does not take a secret of another length", async () => {
    const identity = await cipher.generateIdentity();
    const raw = identity.publicKey.encoded.slice(-32);
    for (const bytes of [0, 16, 31, 33]) {
      const sealed = sodium.crypto_box_seal(new Uint8Array(bytes), raw);
      expect(() => identity.decapsulate(sealed)).toThrow(UsageError);
    }
  });

  it("is the same cipher for everyone", async () => {
    expect(await sealedBox()).toBe(cipher);
  });
});

describe("X25519 as the ephemeral KEM", () => {
  it("agrees with libsodium in both directions", () => {
    const { privateKey, publicKey } = sodium.crypto_box_keypair();
    const imported = cipher.ephemeralKem.importPublicKey(spki(publicKey));
    const { secret, sealed } = imported.encapsulate();
    expect(Buffer.from(sodium.crypto_scalarmult(privateKey, sealed))).toEqual(secret);
    const identity = cipher.ephemeralKem.generate();
    const agreed = sodium.crypto_scalarmult(privateKey, identity.publicKey.encoded.slice(-32));
    expect(identity.decapsulate(publicKey)).toEqual(Buffer.from(agreed));
  });
});

describe("the key files of the sealed box cipher", () => {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

  it.each(["", "\n", " \r\n"])("may hold a public key as base64, with %j after it", async (end) => {
    const { publicKey } = await cipher.generateIdentity();
    const file = join(folder, "server.pub");
    await writeFile(file, base64(publicKey.encoded.slice(-32)) + end);
    expect(fingerprint(await cipher.loadPublicKey(file))).toBe(fingerprint(publicKey));
  });

  it.each([
    ["31 bytes", base64(new Uint8Array(31).fill(9)), "it has 31 bytes, not 32"],
    ["33 bytes", base64(new Uint8Array(33).fill(9)), "it has 33 bytes, not 32"],
    ["a point of small order", base64(new Uint8Array(32)), "small order"],
    ["a number that is not reduced", base64(new Uint8Array(32).fill(255)), "below 2^255 - 19"],
    ["two keys", `${base64(new Uint8Array(32).fill(9))}\n${base64(new Uint8Array(32).fill(9))}`, "is no PEM file"],
    ["a point of small order in PEM", pem(new Uint8Array(32)), "small order"],
  ])("refuse a public key of %s", async (_, text, message) => {
    const file = join(folder, "server.pub");
    await writeFile(file, text);
    const expected = { code: "ERR_COUNTERSIGN_KEY_FILE", message: expect.stringContaining(message) };
    await expect(cipher.loadPublicKey(file)).rejects.toMatchObject(expected);
  });

  it.each(["rsa", "ec"])("refuse a private key of the type %s", async (type) => {
    const { privateKey } =
      type === "rsa"
        ? generateKeyPairSync("rsa", { modulusLength: 2048 })
        : generateKeyPairSync("ec", { namedCurve: "P-256" });
    const file = join(folder, "server.key.pem");
    await writeFile(file, privateKey.export({ type: "pkcs8", format: "pem" }));
    const expected = { code: "ERR_COUNTERSIGN_KEY_FILE", message: expect.stringContaining(`of the type "${type}"`) };
    await expect(cipher.loadIdentity(file)).rejects.toMatchObject(expected);
  });
});

function spki(raw: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from("302a300506032b656e032100", "hex"), raw]);
}

function pem(raw: Uint8Array): string {
  const key = createPublicKey({ key: spki(raw), type: "spki", format: "der" });
  return key.export({ type: "spki", format: "pem" }).toString();
}
