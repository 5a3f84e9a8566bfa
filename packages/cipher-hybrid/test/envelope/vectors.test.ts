import { createCipheriv } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Identity } from "@countersign/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEnvelope } from "../../src/envelope/index.ts";
import { hybrid } from "../../src/index.ts";

interface Vectors {
  readonly privateKey: string;
  readonly envelopes: readonly { name: string; context: string; envelope: string; message?: string; error?: string }[];
  readonly chunked: readonly { name: string; header: string; chunks: readonly Chunk[]; error?: string }[];
}

interface Chunk {
  readonly key: string;
  readonly number: number;
  readonly last: number;
  readonly byte: number;
  readonly bytes: number;
}

const file = new URL("../../../../vectors/envelope-hybrid.json", import.meta.url);
const vectors: Vectors = JSON.parse(await readFile(file, "utf8"));
let folder: string;
let identity: Identity;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-envelope-"));
  const keyFile = join(folder, "recipient.key.pem");
  await writeFile(keyFile, vectors.privateKey);
  identity = await hybrid().loadIdentity(keyFile);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// spec: E-1, E-2, E-3, E-4, E-7, E-8
describe("an envelope made elsewhere", () => {
  it.each(vectors.envelopes.map((vector) => [vector.name, vector] as const))("%s", async (_, vector) => {
    const opened = openEnvelope(identity, hex(vector.envelope), { context: hex(vector.context) });
    if (vector.error === undefined) return expect(await opened).toEqual(hex(vector.message ?? ""));
    const message = expect.stringContaining(vector.error);
    return expect(opened).rejects.toMatchObject({ name: "PeerError", code: "ERR_COUNTERSIGN_ENVELOPE", message });
  });
});

// spec: E-5, E-6
describe("an envelope of chunks sealed here", () => {
  it.each(vectors.chunked.map((vector) => [vector.name, vector] as const))("%s", async (_, vector) => {
    const { header, chunks, error } = vector;
    const opened = openEnvelope(identity, Buffer.concat([hex(header), ...chunks.map(sealChunk)]));
    if (error === undefined) return expect((await opened).equals(Buffer.concat(chunks.map(plaintext)))).toBe(true);
    const message = expect.stringContaining(error);
    return expect(opened).rejects.toMatchObject({ name: "PeerError", code: "ERR_COUNTERSIGN_ENVELOPE", message });
  });
});

function sealChunk(chunk: Chunk): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(chunk.number, 7);
  nonce[11] = chunk.last;
  const cipher = createCipheriv("aes-256-gcm", hex(chunk.key), nonce);
  return Buffer.concat([cipher.update(plaintext(chunk)), cipher.final(), cipher.getAuthTag()]);
}

function plaintext({ byte, bytes }: Chunk): Buffer {
  return Buffer.alloc(bytes, byte);
}

function hex(text: string): Buffer {
  return Buffer.from(text, "hex");
}
