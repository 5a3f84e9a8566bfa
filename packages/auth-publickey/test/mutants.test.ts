import { AssertionError } from "node:assert";
import { authenticatorConformance, casesOf, type ProvingPair } from "@countersign/core/conformance";
import { describe, expect, it } from "vitest";
import { publicKeys, signature } from "../src/index.ts";
import { alice, bob } from "./fixtures/alice.ts";
import { mutants } from "./mutants/mutants.ts";

const pair: ProvingPair = {
  client: signature("alice", alice.privateKey),
  server: publicKeys((name) => (name === "carol" ? undefined : alice.publicKey)),
  clientName: "alice",
  wrongSecret: signature("alice", bob.privateKey),
  unknownName: signature("carol", alice.privateKey),
  secrets: [alice.seed],
};

describe("the exam of authenticators fails a client or a server that", () => {
  it.each(Object.entries(mutants))("%s", async (_fault, { fails, mutate }) => {
    const exam = { name: "mutant", proves: "client" as const, make: () => mutate(pair) };
    const found = casesOf((runner) => authenticatorConformance(runner, exam)).find(({ title }) => title === fails);
    expect(found, `there is no case "${fails}"`).toBeDefined();
    await expect(found?.run()).rejects.toBeInstanceOf(AssertionError);
  });
});
