import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { casesOf, type SessionApi, sessionConformance } from "../../src/conformance/index.ts";
import { connect, generateSharedKey, listen, sharedKey, sharedKeys } from "../../src/index.ts";
import { memory } from "../../src/testing/index.ts";
import { testCipher } from "../fixtures/test-cipher.ts";
import { closingMutants } from "./mutants/closing.ts";
import { consumingMutants } from "./mutants/consuming.ts";
import { messageMutants, pressureMutants } from "./mutants/messages.ts";
import { peerMutants } from "./mutants/peers.ts";

const key = generateSharedKey();
const core: SessionApi = { connect, listen };
const mutants = [...messageMutants, ...pressureMutants, ...consumingMutants, ...peerMutants(key), ...closingMutants];

describe("the exam of sessions fails one that", () => {
  it.concurrent.each(mutants)("$fault", { timeout: 20_000 }, async ({ fails, mutate }) => {
    const found = casesIn(mutate(core)).find(({ title }) => title === fails);
    expect(found, `there is no case "${fails}"`).toBeDefined();
    const outcome = await Promise.race([found?.run().catch((error: unknown) => error), delay(patienceMs, "too late")]);
    expect(outcome).toBeDefined();
  });
});

it("the exam of sessions has a mutant for each case", () => {
  const titles = casesIn(core).map(({ title }) => title);
  expect(new Set(mutants.map(({ fails }) => fails))).toEqual(new Set(titles));
});

/** A case that waits for what never comes is failed by its runner, in the end. */
const patienceMs = 3_500;

function casesIn(api: SessionApi) {
  return casesOf((runner) => sessionConformance(runner, { name: "mutant", make, api }));
}

function make() {
  const cipher = testCipher();
  return {
    transport: memory(),
    address: "memory:0",
    cipher,
    identity: cipher.ephemeralKem.generate(),
    otherServer: cipher.ephemeralKem.generate().publicKey,
    client: sharedKey("alice", key),
    server: sharedKeys({ alice: key }),
  };
}
