import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import type { KeyedCipher } from "../../cipher.ts";
import { UsageError } from "../../errors.ts";
import type { Runner } from "../runner.ts";
import { inFolder } from "./folder.ts";

/** What a cipher says of key files that it cannot use. */
export function badKeyFileCases(it: Runner["it"], cipher: () => Promise<KeyedCipher>): void {
  const loadIdentity = async (file: string, passphrase?: string) =>
    (await cipher()).loadIdentity(file, passphrase === undefined ? {} : { passphrase });
  const loadPublicKey = async (file: string) => (await cipher()).loadPublicKey(file);
  const loaders = [loadIdentity, loadPublicKey];

  it(
    "refuses a file that is missing, a folder, empty or no PEM",
    inFolder(async (folder) => {
      for (const [name, text] of Object.entries({ empty: "", text: "a key, honestly", bytes: "\0\u00ff".repeat(99) })) {
        await writeFile(join(folder, name), text);
      }
      await mkdir(join(folder, "folder"));
      for (const name of ["missing", "folder", "empty", "text", "bytes"]) {
        for (const load of loaders) await refuses(load, join(folder, name));
      }
    }),
  );

  it(
    "refuses to create a key where it cannot be written",
    inFolder(async (folder) => {
      const create = async (file: string) => (await cipher()).loadIdentity(file, { create: true });
      await refuses(create, join(folder, "missing", "server.key.pem"));
    }),
  );

  it(
    "refuses a public key for a private one, and the other way round",
    inFolder(async (folder) => {
      const file = join(folder, "server.key.pem");
      await (await cipher()).loadIdentity(file, { create: true });
      await refuses(loadIdentity, join(folder, "server.pub.pem"));
      await refuses(loadPublicKey, file);
    }),
  );

  it(
    "refuses keys of another kind",
    inFolder(async (folder) => {
      const { privateKey, publicKey } = generateKeyPairSync("ed25519");
      const pkcs8 = privateKey.export({ type: "pkcs8", format: "pem" });
      const spki = publicKey.export({ type: "spki", format: "pem" });
      await writeFile(join(folder, "signing.key.pem"), pkcs8);
      await writeFile(join(folder, "signing.pub.pem"), spki);
      await refuses(loadIdentity, join(folder, "signing.key.pem"));
      await refuses(loadPublicKey, join(folder, "signing.pub.pem"));
    }),
  );

  it(
    "refuses a damaged key, and quotes none of it",
    inFolder(async (folder) => {
      const file = join(folder, "server.key.pem");
      await (await cipher()).loadIdentity(file, { create: true });
      for (const [name, load] of [
        ["server.key.pem", loadIdentity] as const,
        ["server.pub.pem", loadPublicKey] as const,
      ]) {
        const pem = await readFile(join(folder, name), "utf8");
        await writeFile(join(folder, name), pem.replace("-----\nM", "-----\nA"));
        const error = await refuses(load, join(folder, name));
        const quoted = pem.split("\n").filter((line) => !line.startsWith("-----") && line.length > 8);
        const text = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true });
        for (const line of quoted)
          assert.ok(!text.includes(line.slice(1)), `the error quotes the key: ${error.message}`);
      }
    }),
  );

  it(
    "refuses an encrypted key without its passphrase, or with another",
    inFolder(async (folder) => {
      const file = join(folder, "server.key.pem");
      const passphrase = "correct horse battery staple";
      await (await cipher()).loadIdentity(file, { create: true, passphrase });
      await refuses(loadIdentity, file);
      for (const wrong of ["", "Correct horse battery staple", "x".repeat(2_000)]) {
        const error = await refuses((name) => loadIdentity(name, wrong), file);
        assert.ok(
          wrong === "" || !inspect(error, { showHidden: true }).includes(wrong),
          "the error quotes the passphrase",
        );
      }
    }),
  );

  it(
    "refuses to create a key with a passphrase that could not be used again",
    inFolder(async (folder) => {
      for (const passphrase of ["", "x".repeat(2_000)]) {
        const create = async (file: string) => (await cipher()).loadIdentity(file, { create: true, passphrase });
        await refuses(create, join(folder, "server.key.pem"));
        await refuses(loadIdentity, join(folder, "server.key.pem"));
      }
    }),
  );
}

async function refuses(load: (file: string) => Promise<unknown>, file: string): Promise<UsageError> {
  const outcome = await load(file).then(
    () => assert.fail(`${file} was accepted`),
    (error: unknown) => error,
  );
  assert.ok(outcome instanceof UsageError, inspect(outcome));
  assert.equal(outcome.code, "ERR_COUNTERSIGN_KEY_FILE");
  assert.ok(outcome.message.includes(file), outcome.message);
  return outcome;
}
