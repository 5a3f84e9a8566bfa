import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Identity, PublicKey } from "../../cipher.ts";
import { fingerprint } from "../../fingerprint.ts";
import type { Cases } from "../cases.ts";
import { assertSameBytes } from "../same-bytes.ts";
import { type ExaminedKeyFiles, inFolder } from "./folder.ts";

/** What a cipher does with good key files. */
export const keyFileCases: Cases<ExaminedKeyFiles> = {
  "makes different identities in memory (C-18)": async (cipher) => {
    const made = await cipher();
    const [first, second] = await Promise.all([made.generateIdentity(), made.generateIdentity()]);
    await agree(first, first.publicKey);
    assert.notEqual(fingerprint(first.publicKey), fingerprint(second.publicKey));
  },

  "creates a private key that only its owner may read, with its public half beside it (C-19)": inFolder(
    async (folder, cipher) => {
      const file = join(folder, "server.key.pem");
      const created = await cipher.loadIdentity(file, { create: true });
      assert.deepEqual((await readdir(folder)).sort(), ["server.key.pem", "server.pub.pem"]);
      assert.equal((await stat(file)).mode & 0o777, 0o600);
      assert.match(await readFile(file, "utf8"), /^-----BEGIN PRIVATE KEY-----\n/);
      assert.match(await readFile(join(folder, "server.pub.pem"), "utf8"), /^-----BEGIN PUBLIC KEY-----\n/);
      const publicKey = await cipher.loadPublicKey(join(folder, "server.pub.pem"));
      await agree(created, publicKey);
    },
  ),

  "loads the key it created, and leaves the files as they are (C-20)": inFolder(async (folder, cipher) => {
    const file = join(folder, "server.key.pem");
    const created = await cipher.loadIdentity(file, { create: true });
    const before = await readFile(file);
    for (const options of [undefined, {}, { create: true }]) {
      const loaded = await cipher.loadIdentity(file, options);
      assert.equal(fingerprint(loaded.publicKey), fingerprint(created.publicKey));
      await agree(loaded, created.publicKey);
    }
    assertSameBytes(await readFile(file), before, file);
  }),

  "has the fingerprint of the bytes in its public key file (C-19)": inFolder(async (folder, cipher) => {
    const { publicKey } = await cipher.loadIdentity(join(folder, "server.pem"), { create: true });
    const pem = await readFile(join(folder, "server.pub.pem"), "utf8");
    const der = Buffer.from(pem.replace(/-----.*-----/g, ""), "base64");
    const digest = createHash("sha256").update(der).digest("base64").slice(0, 43);
    assert.equal(fingerprint(publicKey), `SHA256:${digest}`);
  }),

  "creates one key when several callers start at once (C-21)": inFolder(async (folder, cipher) => {
    const file = join(folder, "server.key.pem");
    const load = async () => cipher.loadIdentity(file, { create: true });
    const identities = await Promise.all([load(), load(), load(), load()]);
    const found = new Set(identities.map(({ publicKey }) => fingerprint(publicKey)));
    const publicKey = await cipher.loadPublicKey(join(folder, "server.pub.pem"));
    assert.deepEqual([...found], [fingerprint(publicKey)]);
    assert.deepEqual((await readdir(folder)).sort(), ["server.key.pem", "server.pub.pem"]);
  }),

  "encrypts a private key with a passphrase, and needs it again (C-22)": inFolder(async (folder, cipher) => {
    const file = join(folder, "server.key.pem");
    const passphrase = "correct horse battery staple";
    const created = await cipher.loadIdentity(file, { create: true, passphrase });
    assert.match(await readFile(file, "utf8"), /^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/);
    const loaded = await cipher.loadIdentity(file, { passphrase: new TextEncoder().encode(passphrase) });
    assert.equal(fingerprint(loaded.publicKey), fingerprint(created.publicKey));
  }),

  "reads files with text before the key, and other ends of line (C-23)": inFolder(async (folder, cipher) => {
    const file = join(folder, "server.key.pem");
    const created = await cipher.loadIdentity(file, { create: true });
    for (const name of [file, join(folder, "server.pub.pem")]) {
      const pem = await readFile(name, "utf8");
      await writeFile(name, `Of the server in the cellar\n${pem}`.replaceAll("\n", "\r\n"));
    }
    await agree(created, await cipher.loadPublicKey(join(folder, "server.pub.pem")));
    await agree(await cipher.loadIdentity(file), created.publicKey);
  }),
};

async function agree(identity: Identity, publicKey: PublicKey): Promise<void> {
  const { secret, sealed } = publicKey.encapsulate();
  assertSameBytes(await identity.decapsulate(Uint8Array.from(sealed)), secret, "the secret");
}
