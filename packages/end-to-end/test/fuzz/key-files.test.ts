import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fuzz } from "@countersign/core/testing";
import { describe, expect, it } from "vitest";
import { ciphers } from "../combinations.ts";

// Each costs a file and OpenSSL's parser: a hundredth of what other parsers get. Encrypted keys are left out: a changed
// number of rounds makes OpenSSL work for as long as it says, which only the owner of the file can do to himself.
const inputs = Math.ceil(Number(process.env.FUZZ ?? 50_000) / 100);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" });
const others = [
  elliptic.privateKey.export({ type: "pkcs8", format: "pem" }),
  elliptic.publicKey.export({ type: "spki", format: "pem" }),
].map((pem) => Buffer.from(pem));

describe.each(Object.entries(ciphers))(`%s, ${inputs} hostile key files, seed ${seed}:`, (_name, makeCipher) => {
  it("private and public keys are loaded or refused, and leave nothing behind", async () => {
    const cipher = await makeCipher();
    const folder = await mkdtemp(join(tmpdir(), "countersign-fuzz-"));
    try {
      const [made, file] = [join(folder, "made.key.pem"), join(folder, "key.pem")];
      await cipher.loadIdentity(made, { create: true });
      const [privateKey, publicKey] = [await readFile(made), await readFile(join(folder, "made.pub.pem"))];
      const bare = Buffer.from(publicKey.toString().split("\n")[1] ?? "");
      const corpus = [privateKey, publicKey, bare, ...others];
      for (const load of [cipher.loadIdentity, cipher.loadPublicKey]) {
        const report = await fuzz({ seed, inputs, corpus }, async (input) => {
          await writeFile(file, input);
          return load(file);
        });
        expect(Object.keys(report.refused)).toEqual(["ERR_COUNTERSIGN_KEY_FILE"]);
        expect(report.accepted).toBeGreaterThan(0);
        expect(report.growthBytes).toBeLessThan(4 * 2 ** 20);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 600_000);

  it("public keys that a peer sends are imported or refused", async () => {
    const { serverKem, generateIdentity } = await makeCipher();
    const { publicKey } = await generateIdentity();
    const report = await fuzz({ seed, inputs, corpus: [publicKey.encoded] }, serverKem.importPublicKey);
    expect(Object.keys(report.refused)).toEqual(["ERR_COUNTERSIGN_INVALID_ARGUMENT"]);
    expect(report.accepted).toBeGreaterThan(0);
  }, 600_000);
});
