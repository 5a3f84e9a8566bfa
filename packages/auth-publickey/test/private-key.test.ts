import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { loadPrivateKey, publicKeys, signature } from "../src/index.ts";
import { alice, bob, elliptic, keyPair, pem } from "./fixtures/alice.ts";
import { claimOf, hear, newContext } from "./fixtures/attempt.ts";
import { openSshKey } from "./fixtures/openssh-key.ts";
import { keyFolder } from "./fixtures/programs.ts";
import { usageError } from "./fixtures/refused.ts";

const folder = keyFolder();
const passphrase = "open sesame";
const encryptedPem = alice.privateKey
  .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase })
  .toString();

describe("a private key to sign with", () => {
  // spec: A-34
  it.each([
    ["a KeyObject", alice.privateKey, undefined],
    ["PKCS#8 PEM", pem(alice.privateKey), undefined],
    ["encrypted PKCS#8 PEM", encryptedPem, passphrase],
    ["encrypted, with the passphrase as bytes", encryptedPem, Buffer.from(passphrase)],
    ["an OpenSSH private key", openSshKey(alice), undefined],
    ["one with Windows' line ends", openSshKey(alice).replaceAll("\n", "\r\n"), undefined],
    ["an encrypted OpenSSH private key", openSshKey(alice, { passphrase }), passphrase],
    ["one of an older OpenSSH", openSshKey(alice, { passphrase, cipher: "aes256-cbc" }), passphrase],
  ])("may be %s", async (_what, key, secret) => {
    const client = signature("alice", key, secret === undefined ? {} : { passphrase: secret });
    const context = newContext("server");
    const step = await hear(publicKeys({ alice: alice.line }), await claimOf(client, context), context);
    expect(step).toMatchObject({ kind: "done" });
    expect(inspect(client, { depth: 9, showHidden: true })).not.toContain(alice.seed.toString("hex").slice(0, 16));
  });

  // spec: A-34
  it.each<[string, unknown, string | undefined, string]>([
    ["a public key", alice.publicKey, undefined, "public key"],
    ["the PEM of one", pem(alice.publicKey), undefined, "public key"],
    ["the line of one", alice.line, undefined, "public key"],
    ["an elliptic key", elliptic.privateKey, undefined, "another kind"],
    ["the PEM of one", pem(elliptic.privateKey), undefined, "another kind"],
    ["a number", 7, undefined, "neither text nor a KeyObject"],
    ["text that is no key", "open sesame", undefined, "neither PKCS#8"],
    ["another label", pem(alice.privateKey).replaceAll("PRIVATE", "RSA PRIVATE"), undefined, "neither PKCS#8"],
    ["PEM that is damaged", "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----", undefined, "damaged"],
    ["encrypted PEM without its passphrase", encryptedPem, undefined, "passphrase is missing"],
    ["encrypted PEM with another", encryptedPem, "open barley", "passphrase is wrong"],
    ["PEM with one too many", pem(alice.privateKey), passphrase, "not encrypted"],
    ["an empty passphrase", encryptedPem, "", "1 to 1024 bytes"],
    ["an endless passphrase", encryptedPem, "x".repeat(1_025), "1 to 1024 bytes"],
    ["an encrypted OpenSSH key without its passphrase", openSshKey(alice, { passphrase }), undefined, "missing"],
    ["an encrypted OpenSSH key with another", openSshKey(alice, { passphrase }), "open barley", "is wrong"],
    ["an OpenSSH key with one too many", openSshKey(alice), passphrase, "not encrypted"],
    ["a cipher of OpenSSH's that is unknown", openSshKey(alice, { passphrase, named: "3des-cbc" }), passphrase, "-Z"],
    ["a key derivation that is unknown", openSshKey(alice, { passphrase, kdf: "argon2" }), passphrase, "-Z"],
    ["endless work", openSshKey(alice, { passphrase, claimedRounds: 0xffffffff }), passphrase, "rounds"],
    ["no work", openSshKey(alice, { passphrase, claimedRounds: 0 }), passphrase, "damaged"],
    ["two keys", openSshKey(alice, { count: 2 }), undefined, "several"],
    ["no key", openSshKey(alice, { count: 0 }), undefined, "none"],
    ["a type of OpenSSH's that is no Ed25519", openSshKey(alice, { type: "ssh-ed25518" }), undefined, "another type"],
    ["another magic", openSshKey(alice, { magic: "openssh-key-v2\0" }), undefined, "damaged"],
    ["another public half outside", openSshKey({ ...alice, publicOutside: bob.raw }), undefined, "damaged"],
    ["another public half everywhere", openSshKey({ ...alice, raw: bob.raw }), undefined, "damaged"],
    ["other numbers", openSshKey(alice, { check: [1, 2] }), undefined, "damaged"],
    ["another padding", openSshKey(alice, { padding: [1, 2, 4] }), undefined, "damaged"],
    ["bytes at the end", openSshKey(alice, { after: [0] }), undefined, "damaged"],
  ])("may not be %s", async (_what, key, secret, message) => {
    const options = secret === undefined ? {} : { passphrase: secret };
    expect(() => signature("alice", key as never, options)).toThrow(usageError("INVALID_ARGUMENT", message));
  });

  it("may not be missing", () => {
    for (const key of [undefined, ""]) expect(() => signature("alice", key)).toThrow(usageError("NO_KEY"));
  });

  // spec: A-34
  it.each([0, 1, 10, 40, 80, 120, 160])("may not be an OpenSSH private key that is cut by %d bytes and more", (cut) => {
    const [begin, ...lines] = openSshKey(alice).trim().split("\n");
    const end = lines.pop();
    const bytes = Buffer.from(lines.join(""), "base64");
    const text = [begin, bytes.subarray(0, bytes.length - cut - 1).toString("base64"), end].join("\n");
    expect(() => signature("alice", text)).toThrow(usageError("INVALID_ARGUMENT"));
  });
});

describe("a file with a private key", () => {
  it("is loaded, whatever form it has", async () => {
    const key = keyPair();
    for (const [text, options] of [
      [pem(key.privateKey), {}],
      [openSshKey(key), {}],
      [openSshKey(key, { passphrase }), { passphrase }],
    ] as const) {
      const file = write(text);
      expect((await loadPrivateKey(file, options)).equals(key.privateKey)).toBe(true);
    }
  });

  it("is named in errors, which quote nothing of it", async () => {
    const file = write(openSshKey(alice, { passphrase }));
    const error = await loadPrivateKey(file, { passphrase: "open barley" }).catch((error) => error);
    expect(error).toEqual(usageError("KEY_FILE", file));
    const base64 = readFileSync(file, "utf8").split("\n")[2] ?? "";
    for (const secret of [base64, passphrase, "open barley"]) expect(inspect(error)).not.toContain(secret);
  });

  it("has to be there", async () => {
    await expect(loadPrivateKey(join(folder, "no.body"))).rejects.toEqual(usageError("KEY_FILE", "ssh-keygen"));
    await expect(loadPrivateKey(folder)).rejects.toEqual(usageError("KEY_FILE", "EISDIR"));
    await expect(loadPrivateKey(undefined as never)).rejects.toEqual(usageError("KEY_FILE", "missing"));
  });
});

let written = 0;

function write(text: string): string {
  const file = join(folder, `key-${written++}`);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}
