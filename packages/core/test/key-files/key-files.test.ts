import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { loadPrivateKeyFile, publicKeyFileFor, readPublicKeyFile } from "../../src/key-files/index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-keys-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const anyKey = { generate: async () => generateKeyPairSync("x25519").privateKey, accept: () => "accepted" };
const keyFileError = (message: string) => ({
  code: "ERR_COUNTERSIGN_KEY_FILE",
  message: expect.stringContaining(message),
});

describe("the public half of a private key file", () => {
  it.each([
    ["server.key.pem", "server.pub.pem"],
    ["server.pem", "server.pub.pem"],
    ["/etc/app/server", "/etc/app/server.pub.pem"],
    ["a.key.pem.d/server.key.pem", "a.key.pem.d/server.pub.pem"],
  ])("stands beside %s as %s", (file, beside) => {
    expect(publicKeyFileFor(file)).toBe(beside);
  });
});

describe("a private key file", () => {
  it.each([
    ["RSA PRIVATE KEY", "openssl pkcs8 -topk8"],
    ["OPENSSH PRIVATE KEY", "openssl pkcs8 -topk8"],
    ["CERTIFICATE", "A PKCS#8 private key is needed"],
    ["PUBLIC KEY", "holds a public key"],
  ])("that holds %s says so", async (label, advice) => {
    const file = await write(`-----BEGIN ${label}-----\nMAA=\n-----END ${label}-----\n`);
    await expect(loadPrivateKeyFile(file, {}, anyKey)).rejects.toMatchObject(keyFileError(advice));
  });

  it("passes on what the cipher says of the key, and nothing that other code says", async () => {
    const pem = generateKeyPairSync("x25519").privateKey.export({ type: "pkcs8", format: "pem" });
    const file = await write(pem);
    const saying = (error: Error) => ({
      ...anyKey,
      accept: () => {
        throw error;
      },
    });
    const refused = new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", "Wrong kind");
    await expect(loadPrivateKeyFile(file, {}, saying(refused))).rejects.toMatchObject(keyFileError(": Wrong kind"));
    const other = saying(new Error(`cannot parse ${pem}`));
    const error = await loadPrivateKeyFile(file, {}, other).catch((error: Error) => error);
    expect(error).toMatchObject(keyFileError("it is damaged"));
    expect(error).not.toHaveProperty("cause");
    expect(String(error)).not.toContain("BEGIN");
  });

  it("gets its public half again when that is missing, and never another one", async () => {
    const file = join(folder, "server.key.pem");
    await loadPrivateKeyFile(file, { create: true }, anyKey);
    const publicHalf = await readFile(publicKeyFileFor(file), "utf8");
    await rm(publicKeyFileFor(file));
    await loadPrivateKeyFile(file, {}, anyKey);
    expect(await readdir(folder)).toEqual(["server.key.pem"]);
    await loadPrivateKeyFile(file, { create: true }, anyKey);
    expect(await readFile(publicKeyFileFor(file), "utf8")).toBe(publicHalf);
    await writeFile(publicKeyFileFor(file), "somebody else's");
    await loadPrivateKeyFile(file, { create: true }, anyKey);
    expect(await readFile(publicKeyFileFor(file), "utf8")).toBe("somebody else's");
  });

  it("is not created beside another key's public half, which stays as it is", async () => {
    const file = join(folder, "server.key.pem");
    await writeFile(publicKeyFileFor(file), "somebody else's");
    await expect(loadPrivateKeyFile(file, { create: true }, anyKey)).rejects.toMatchObject(
      keyFileError("belongs to another key"),
    );
    expect(await readdir(folder)).toEqual(["server.pub.pem"]);
  });

  it("takes no passphrase when it is not encrypted, and needs a name", async () => {
    const file = join(folder, "server.key.pem");
    await loadPrivateKeyFile(file, { create: true }, anyKey);
    await expect(loadPrivateKeyFile(file, { passphrase: "open sesame" }, anyKey)).rejects.toMatchObject(
      keyFileError("is not encrypted"),
    );
    await expect(loadPrivateKeyFile(undefined as never, {}, anyKey)).rejects.toMatchObject(keyFileError("is missing"));
  });

  it("leaves nothing behind when it cannot be created", async () => {
    const file = join(folder, "server.key.pem");
    await writeFile(join(folder, "in-the-way"), "");
    const inside = join(folder, "in-the-way", "server.key.pem");
    await expect(loadPrivateKeyFile(inside, { create: true }, anyKey)).rejects.toMatchObject({
      ...keyFileError("ENOTDIR"),
      cause: { code: "ENOTDIR" },
    });
    await expect(loadPrivateKeyFile(`${file}\0`, { create: true }, anyKey)).rejects.toMatchObject(
      keyFileError("cannot be read"),
    );
    expect(await readdir(folder)).toEqual(["in-the-way"]);
  });
});

describe("a public key file", () => {
  it("holds bare bytes only where the cipher knows what they are", async () => {
    const file = await write(` ${Buffer.alloc(32, 7).toString("base64")}\n`);
    const identity = (bytes: Uint8Array) => bytes;
    await expect(readPublicKeyFile(file, identity)).rejects.toMatchObject(keyFileError("is no PEM file"));
    const bytes = await readPublicKeyFile(file, identity, identity);
    expect(Buffer.from(bytes)).toEqual(Buffer.alloc(32, 7));
  });

  it("that holds a certificate says so", async () => {
    const file = await write("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n");
    await expect(readPublicKeyFile(file, String)).rejects.toMatchObject(keyFileError('holds "CERTIFICATE"'));
  });
});

async function write(text: string | Buffer): Promise<string> {
  const file = join(folder, "a.pem");
  await writeFile(file, text);
  return file;
}
