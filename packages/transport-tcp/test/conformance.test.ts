import { networkInterfaces } from "node:os";
import type { Transport } from "@countersign/core";
import { casesOf, transportConformance } from "@countersign/core/conformance";
import { describe, expect, it } from "vitest";
import { tcp } from "../src/index.ts";
import { endingMutants } from "./mutants/ending-mutants.ts";
import { flowMutants } from "./mutants/flow-mutants.ts";
import { openingMutants } from "./mutants/opening-mutants.ts";
import { packetMutants } from "./mutants/packet-mutants.ts";

const mutants = [...openingMutants, ...packetMutants, ...flowMutants, ...endingMutants];

const hasIpv6 = Object.values(networkInterfaces()).some((found) => found?.some(({ address }) => address === "::1"));
const addresses = hasIpv6 ? ["127.0.0.1:0", "[::1]:0"] : ["127.0.0.1:0"];

for (const address of addresses) {
  transportConformance({ describe, it }, { name: `tcp on ${address}`, make: () => tcp(), address });
}

describe("the exam of transports fails a transport that", () => {
  it.concurrent.each(mutants)("$fault", async ({ fails, mutate }) => {
    const found = cases(mutate(tcp())).find(({ title }) => title === fails);
    expect(found, `there is no case "${fails}"`).toBeDefined();
    await expect(found?.run()).rejects.toThrow();
  });
});

it("the exam of transports has a mutant for each case", () => {
  const titles = cases(tcp()).map(({ title }) => title);
  expect(new Set(mutants.map(({ fails }) => fails))).toEqual(new Set(titles));
});

function cases(transport: Transport) {
  const exam = { name: "mutant", make: () => transport, address: "127.0.0.1:0", patienceMs: 300 };
  return casesOf((runner) => transportConformance(runner, exam));
}
