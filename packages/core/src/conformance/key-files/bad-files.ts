import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { UsageError } from "../../errors.ts";
import type { Cases } from "../cases.ts";
import { type ExaminedKeyFiles, inFolder } from "./folder.ts";

/** What a cipher says of key files that it cannot use. */
export const badKeyFileCases: Cases<ExaminedKeyFiles> = {
  "refuses a file that is missing, a folder, empty or no PEM (C-24)": inFolder(async (folder, cipher) => {
    for (const [name, text] of Object.entries({ empty: "", text: "a key, honestly", bytes: "\0\u00ff".repeat(99) })) {
      await writeFile(join(folder, name), text);
    }
    await mkdir(join(folder, "folder"));
    for (const name of ["missing", "folder", "empty", "text", "bytes"]) {
      const file = join(folder, name);
      await refuses(cipher.loadIdentity(file), file);
      await refuses(cipher.loadPublicKey(file), file);
    }
  }),

  "refuses to create a key where it cannot be written (C-24)": inFolder(async (folder, cipher) => {
    const file = join(folder, "missing", "server.key.pem");
    await refuses(cipher.loadIdentity(file, { create: true }), file);
  }),

  "refuses a public key for a private one, and the other way round (C-24)": inFolder(async (folder, cipher) => {
    const file = join(folder, "server.key.pem");
    await cipher.loadIdentity(file, { create: true });
    const publicFile = join(folder, "server.pub.pem");
    await refuses(cipher.loadIdentity(publicFile), publicFile);
    await refuses(cipher.loadPublicKey(file), file);
  }),

  "refuses keys of another kind (C-24)": inFolder(async (folder, cipher) => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const pkcs8 = privateKey.export({ type: "pkcs8", format: "pem" });
    const spki = publicKey.export({ type: "spki", format: "pem" });
    const [file, publicFile] = [join(folder, "signing.key.pem"), join(folder, "signing.pub.pem")];
    await writeFile(file, pkcs8);
    await writeFile(publicFile, spki);
    await refuses(cipher.loadIdentity(file), file);
    await refuses(cipher.loadPublicKey(publicFile), publicFile);
  }),

  "refuses a damaged key, and quotes none of it (C-24, C-25)": inFolder(async (folder, cipher) => {
    const file = join(folder, "server.key.pem");
    await cipher.loadIdentity(file, { create: true });
    const loadPublicKey = (name: string) => cipher.loadPublicKey(name);
    const loadIdentity = (name: string) => cipher.loadIdentity(name);
    for (const [damaged, load] of [
      [join(folder, "server.pub.pem"), loadPublicKey],
      [file, loadIdentity],
    ] as const) {
      const pem = await readFile(damaged, "utf8");
      await writeFile(damaged, pem.replace("-----\nM", "-----\nA"));
      const error = await refuses(load(damaged), damaged);
      const quoted = pem.split("\n").filter((line) => !line.startsWith("-----") && line.length > 8);
      const text = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true });
      for (const line of quoted) assert.ok(!text.includes(line.slice(1)), `the error quotes the key: ${error.message}`);
    }
  }),

  "refuses an encrypted key without its passphrase, or with another (C-22, C-25)": inFolder(async (folder, cipher) => {
    const file = join(folder, "server.key.pem");
    const passphrase = "correct horse battery staple";
    await cipher.loadIdentity(file, { create: true, passphrase });
    await refuses(cipher.loadIdentity(file), file);
    for (const wrong of ["", "Correct horse battery staple", "x".repeat(2_000)]) {
      const error = await refuses(cipher.loadIdentity(file, { passphrase: wrong }), file);
      assert.ok(
        wrong === "" || !inspect(error, { showHidden: true }).includes(wrong),
        "the error quotes the passphrase",
      );
    }
  }),

  "refuses to create a key with a passphrase that could not be used again (C-22)": inFolder(async (folder, cipher) => {
    for (const passphrase of ["", "x".repeat(2_000)]) {
      const file = join(folder, "server.key.pem");
      await refuses(cipher.loadIdentity(file, { create: true, passphrase }), file);
      await refuses(cipher.loadIdentity(file), file);
    }
  }),
};

async function refuses(loading: Promise<unknown>, file: string): Promise<UsageError> {
  const outcome = await loading.then(
    () => assert.fail(`${file} was accepted`),
    (error: unknown) => error,
  );
  assert.ok(outcome instanceof UsageError, inspect(outcome));
  assert.equal(outcome.code, "ERR_COUNTERSIGN_KEY_FILE");
  assert.ok(outcome.message.includes(file), outcome.message);
  return outcome;
}
