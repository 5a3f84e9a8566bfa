import { fuzz } from "@countersign/core/testing";
import { describe, expect, it } from "vitest";
import { openEnvelope, sealEnvelope } from "../../src/envelope/index.ts";
import { hybrid } from "../../src/index.ts";

// Those whose header is whole cost a private-key operation: a hundredth of what other parsers get.
const inputs = Math.ceil(Number(process.env.FUZZ ?? 50_000) / 100);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

const cipher = hybrid({ modulusBits: 2048 });
const identity = await cipher.generateIdentity();
const messages = ["", "hello", "a message of some length"];

// spec: E-8
describe(`${inputs} hostile envelopes, seed ${seed}:`, () => {
  it("are opened to what was sealed, or refused in one way", async () => {
    const corpus = await Promise.all(messages.map((message) => sealEnvelope(identity.publicKey, message)));
    const report = await fuzz({ seed, inputs, corpus }, async (envelope) => {
      const opened = await openEnvelope(identity, envelope);
      if (!messages.includes(opened.toString())) throw new Error("Nobody has sealed that.");
    });
    expect(Object.keys(report.refused)).toEqual(["ERR_COUNTERSIGN_ENVELOPE"]);
    expect(report.accepted).toBeGreaterThan(0);
    expect(report.growthBytes).toBeLessThan(4 * 2 ** 20);
  }, 600_000);
});
