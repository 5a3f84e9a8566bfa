import { writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { authorizedKeys, loadPrivateKey, publicKeys, signature } from "../src/index.ts";
import { alice, keyPair, pem } from "./fixtures/alice.ts";
import { claimOf, hear, newContext } from "./fixtures/attempt.ts";
import { openSshKey } from "./fixtures/openssh-key.ts";
import { isInstalled, keyFolder, run } from "./fixtures/programs.ts";

const folder = keyFolder();
const passphrase = "open sesame";

describe.runIf(isInstalled("ssh-keygen"))("key files of OpenSSH", () => {
  // spec: A-34
  it.each([
    ["plain", "", []],
    ["encrypted", passphrase, []],
    ["encrypted in 30 rounds", passphrase, ["-a", "30"]],
    ["encrypted as by an older one", passphrase, ["-Z", "aes256-cbc"]],
  ])(
    "that are %s admit a client, and its public half knows it",
    async (what, secret, options) => {
      const file = join(folder, what.replaceAll(" ", "-"));
      run("ssh-keygen", "-q", "-t", "ed25519", "-C", "alice", "-N", secret, "-f", file, ...options);
      const key = await loadPrivateKey(file, secret ? { passphrase: secret } : {});
      const line = await readFile(`${file}.pub`, "utf8");
      const context = newContext("server");
      const claim = await claimOf(signature("alice", key), context);
      for (const store of [{ alice: line }, await authorizedKeys(`${file}.pub`)]) {
        expect(await hear(publicKeys(store), claim, context)).toMatchObject({ result: { peer: { name: "alice" } } });
      }
    },
    60_000,
  );

  // spec: A-34
  it("of other types are refused", async () => {
    const file = join(folder, "ecdsa");
    run("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", file);
    await expect(loadPrivateKey(file)).rejects.toMatchObject({ message: expect.stringContaining("another type") });
  });

  it("are what the tests write by themselves", () => {
    for (const form of [{}, { passphrase }, { passphrase, cipher: "aes256-cbc" }] as const) {
      const key = keyPair();
      const file = join(folder, `ours-${JSON.stringify(form).length}`);
      writeFileSync(file, openSshKey(key, form), { mode: 0o600 });
      const secret = "passphrase" in form ? form.passphrase : "";
      expect(run("ssh-keygen", "-y", "-P", secret, "-f", file)).toContain(key.line);
    }
  });

  // spec: A-35
  it.each([
    'expiry-time="20300101"',
    'command="echo \\"hello, world\\" # no comment",no-pty',
    'from="10.0.0.0/8,!10.1.*",restrict',
    'environment="A=\\\\"',
    'environment="A=\\"',
    'command="never ends',
    "no-pty, no-x11-forwarding",
  ])("have lines that begin and end their options where OpenSSH sees it: %s", async (options) => {
    const file = join(folder, `options-${options.replaceAll(/\W/g, "-")}`);
    writeFileSync(file, `${options} ${alice.line} alice\n`);
    const theirs = sees(() => run("ssh-keygen", "-l", "-f", file));
    const ours = await authorizedKeys(file).then(
      () => true,
      ({ message }) => !message.includes("no line that sshd would understand"),
    );
    expect(ours).toBe(theirs);
  });
});

describe.runIf(isInstalled("openssl"))("key files of OpenSSL", () => {
  // spec: A-34
  it.each([
    ["plain", []],
    ["encrypted", ["-aes256", "-pass", `pass:${passphrase}`]],
  ])("that are %s admit a client, and its public half knows it", async (what, options) => {
    const file = join(folder, `${what}.pem`);
    run("openssl", "genpkey", "-algorithm", "ed25519", "-out", file, ...options);
    const secret = options.length > 0 ? { passphrase } : {};
    const opened = options.length > 0 ? ["-passin", `pass:${passphrase}`] : [];
    const spki = run("openssl", "pkey", "-in", file, ...opened, "-pubout");
    const context = newContext("server");
    const claim = await claimOf(signature("alice", await loadPrivateKey(file, secret)), context);
    expect(await hear(publicKeys({ alice: spki }), claim, context)).toMatchObject({ kind: "done" });
  });

  // spec: A-30
  it("verify what a client signs", async () => {
    const context = newContext("client");
    const claim = await claimOf(signature("alice", alice.privateKey), context);
    const [signed, proof, key] = ["signed", "signature", "alice.pub.pem"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const label = Buffer.from("countersign 1 ed25519 client");
    writeFileSync(signed, Buffer.concat([label, context.binding, context.challenge, Buffer.from("\x05alice")]));
    writeFileSync(proof, claim.subarray(32, 96));
    writeFileSync(key, pem(alice.publicKey));
    const verify = ["pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", key, "-in", signed, "-sigfile", proof];
    expect(run("openssl", ...verify)).toContain("Verified Successfully");
  });
});

function sees(call: () => unknown): boolean {
  try {
    call();
    return true;
  } catch {
    return false;
  }
}
