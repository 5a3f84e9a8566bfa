import { randomInt } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fuzz } from "@countersign/core/testing";
import { describe, expect, it } from "vitest";
import { readContents } from "../../src/authorized-keys/contents.ts";
import { authorizedKeys, publicKeys, signature } from "../../src/index.ts";
import { alice, bob, elliptic, pem } from "../fixtures/alice.ts";
import { claimOf, hear, newContext } from "../fixtures/attempt.ts";
import { openSshKey } from "../fixtures/openssh-key.ts";
import { keyFolder } from "../fixtures/programs.ts";

/** `pnpm fuzz` gives a million to what a stranger sends, and SEED=… repeats what was found. */
const inputs = Number(process.env.FUZZ ?? 20_000);
const seed = Number(process.env.SEED ?? randomInt(2 ** 32));

/** V8 itself differs by some megabytes. */
const flatBytes = 8 * 2 ** 20 + 8 * inputs;

const folder = keyFolder();
const utf8 = (text: string) => Buffer.from(text);
const lines = [
  `${alice.line} alice\n# a comment\n`,
  `expiry-time="20300615Z",command="a \\"b\\"",restrict ${bob.line} bob\n`,
  "ssh-rsa AAAAB3NzaC1yc2E= carol\n",
].map(utf8);
const publicTexts = [alice.line, `${bob.line} bob`, pem(alice.publicKey), pem(elliptic.publicKey)].map(utf8);
const privateTexts = [openSshKey(alice), pem(alice.privateKey), pem(elliptic.privateKey)].map(utf8);

describe(`hostile inputs, seed ${seed}:`, () => {
  // spec
  it("of a client's steps, none but the genuine one is taken", async () => {
    const context = newContext("server");
    const claims = await Promise.all(
      [alice, bob].map(({ privateKey }) => claimOf(signature("alice", privateKey), context)),
    );
    const server = publicKeys({ alice: alice.line });
    const genuine = claims[0] as Buffer;
    const report = await fuzz({ seed, inputs, corpus: claims }, async (input) => {
      const sent = Buffer.from(input);
      await hear(server, input, context);
      if (!sent.equals(genuine)) throw new Error("It was not the genuine one.");
    });
    expect(Object.keys(report.refused).toSorted()).toEqual([
      ...["ERR_COUNTERSIGN_AUTHENTICATION", "ERR_COUNTERSIGN_PROTOCOL"],
    ]);
    expect(report.growthBytes).toBeLessThan(flatBytes);
  }, 600_000);

  it.each([
    ["lines of an authorized_keys file", inputs, lines, readLines, "KEY_FILE"],
    ["a public key", inputs, publicTexts, readPublic, "INVALID_ARGUMENT"],
    // OpenSSL takes its time.
    ["a private key", inputs / 10, privateTexts, readPrivate, "INVALID_ARGUMENT"],
  ] as const)(
    "%s: read or refused",
    async (_what, count, corpus, read, code) => {
      const report = await fuzz({ seed, inputs: Math.ceil(count), corpus: [...corpus] }, (input) => read(input));
      expect(Object.keys(report.refused).filter((each) => each !== "ERR_COUNTERSIGN_NO_KEY")).toEqual([
        `ERR_COUNTERSIGN_${code}`,
      ]);
      expect(report.accepted).toBeGreaterThan(0);
      expect(report.growthBytes).toBeLessThan(flatBytes);
    },
    600_000,
  );

  // A changed number of rounds makes bcrypt work for as long as it says, up to the bound.
  it("an encrypted private key: read or refused", async () => {
    const passphrase = "open sesame";
    const corpus = [utf8(openSshKey(alice, { passphrase, rounds: 1 }))];
    const read = (input: Buffer) => signature("alice", input.toString("latin1"), { passphrase });
    const report = await fuzz({ seed, inputs: Math.ceil(inputs / 500), corpus }, read);
    expect(Object.keys(report.refused)).toEqual(["ERR_COUNTERSIGN_INVALID_ARGUMENT"]);
  }, 600_000);

  it("an authorized_keys file on disk: read or refused, and left closed", async () => {
    const file = join(folder, "authorized_keys");
    const report = await fuzz({ seed, inputs: Math.ceil(inputs / 50), corpus: lines }, async (input) => {
      await writeFile(file, input);
      return authorizedKeys(file);
    });
    expect(Object.keys(report.refused)).toEqual(["ERR_COUNTERSIGN_KEY_FILE"]);
    expect(report.accepted).toBeGreaterThan(0);
  }, 600_000);
});

/** What is read has a name, and is known by a key that publicKeys takes. */
function readLines(input: Buffer): void {
  for (const [name, { key }] of readContents("authorized_keys", input).keys) publicKeys({ [name]: key });
}

function readPublic(input: Buffer): void {
  publicKeys({ alice: input.toString("latin1") });
}

function readPrivate(input: Buffer): void {
  signature("alice", input.toString("latin1"));
}
