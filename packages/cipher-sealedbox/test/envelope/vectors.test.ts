import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Identity } from "@countersign/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEnvelope } from "../../src/envelope/index.ts";
import { sealedBox } from "../../src/index.ts";

interface Vectors {
  readonly privateKey: string;
  readonly envelopes: readonly { name: string; envelope: string; message?: string; error?: string }[];
}

const file = new URL("../../../../vectors/envelope-sealedbox.json", import.meta.url);
const vectors: Vectors = JSON.parse(await readFile(file, "utf8"));
let folder: string;
let identity: Identity;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-envelope-"));
  const keyFile = join(folder, "recipient.key.pem");
  await writeFile(keyFile, vectors.privateKey);
  identity = await (await sealedBox()).loadIdentity(keyFile);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// spec: E-9, E-10
describe("a sealed box made elsewhere", () => {
  it.each(vectors.envelopes.map((vector) => [vector.name, vector] as const))("%s", async (_, vector) => {
    const opened = openEnvelope(identity, Buffer.from(vector.envelope, "hex"));
    if (vector.error === undefined) return expect(await opened).toEqual(Buffer.from(vector.message ?? "", "hex"));
    const message = expect.stringContaining(vector.error);
    return expect(opened).rejects.toMatchObject({ name: "PeerError", code: "ERR_COUNTERSIGN_ENVELOPE", message });
  });
});
