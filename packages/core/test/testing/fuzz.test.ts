import { describe, expect, it } from "vitest";
import { PeerError } from "../../src/errors.ts";
import { fuzz, seededRandom } from "../../src/testing/index.ts";
import { mutation } from "../../src/testing/mutation.ts";
import { hex } from "../fixtures/hex.ts";

const corpus = [Buffer.from("a valid message"), Buffer.from("another of them, which is longer")];
const options = { seed: 7, inputs: 1_000, corpus };

describe("fuzz", () => {
  it("counts what is accepted, and what is refused by its code", async () => {
    const report = await fuzz(options, (input) => {
      if (input.length < 10) throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "short");
      if (input.length > 40) throw new PeerError("ERR_COUNTERSIGN_LIMIT", "long");
    });
    const { ERR_COUNTERSIGN_PROTOCOL: short = 0, ERR_COUNTERSIGN_LIMIT: long = 0 } = report.refused;
    expect(short).toBeGreaterThan(0);
    expect(long).toBeGreaterThan(0);
    expect(report.accepted + short + long).toBe(1_000);
  });

  it("tries what is valid before what is made of it, however few the inputs", async () => {
    const seen: string[] = [];
    await fuzz({ ...options, inputs: 2 }, (input) => seen.push(input.toString()));
    expect(seen).toEqual(corpus.map(String));
  });

  it.each([
    ["throws another error", () => (undefined as unknown as Buffer).length],
    ["rejects with another error", () => Promise.reject(new RangeError("no"))],
    ["throws an error of ours with a code that is not stable", () => throwing(new PeerError("EOOPS" as never, ""))],
  ])("fails, and shows the input, when a parser %s", async (_what, parse) => {
    await expect(fuzz(options, parse)).rejects.toThrow(/input 0 of seed 7: [0-9a-f]+$/);
  });

  it("sees memory that grows", async () => {
    const kept: Buffer[] = [];
    const { growthBytes } = await fuzz(options, () => kept.push(Buffer.alloc(10_000)));
    expect(growthBytes).toBeGreaterThan(8_000_000);
  });
});

describe("mutation", () => {
  it("makes the same of one seed, and leaves the corpus alone", () => {
    const before = corpus.map(hex);
    const [one, other] = [seededRandom(1), seededRandom(1)];
    for (let i = 0; i < 1_000; i++) expect(hex(mutation(corpus, one))).toBe(hex(mutation(corpus, other)));
    expect(corpus.map(hex)).toEqual(before);
  });

  it("shortens, lengthens and changes, and takes parts of others", () => {
    const random = seededRandom(2);
    const made = Array.from({ length: 2_000 }, () => mutation(corpus, random));
    const [one, other] = corpus as [Buffer, Buffer];
    expect(made.some((bytes) => bytes.length < one.length)).toBe(true);
    expect(made.some((bytes) => bytes.length > other.length)).toBe(true);
    expect(made.some((bytes) => bytes.length === one.length && !bytes.equals(one))).toBe(true);
    expect(made.some((bytes) => bytes.includes("a valid") && bytes.includes("longer"))).toBe(true);
    expect(new Set(made.map(hex)).size).toBeGreaterThan(1_500);
  });

  it("makes something of nothing", () => {
    const random = seededRandom(3);
    for (let i = 0; i < 1_000; i++) expect(mutation([], random)).toBeInstanceOf(Buffer);
  });
});

function throwing(error: Error): never {
  throw error;
}
