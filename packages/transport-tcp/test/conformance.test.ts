import { networkInterfaces } from "node:os";
import { type TransportExam, transportConformance } from "@countersign/core/conformance";
import { describe, expect, it } from "vitest";
import { tcp } from "../src/index.ts";
import { endingMutants } from "./mutants/ending-mutants.ts";
import { flowMutants } from "./mutants/flow-mutants.ts";
import { openingMutants } from "./mutants/opening-mutants.ts";
import { packetMutants } from "./mutants/packet-mutants.ts";

const hasIpv6 = Object.values(networkInterfaces()).some((found) => found?.some(({ address }) => address === "::1"));
const addresses = hasIpv6 ? ["127.0.0.1:0", "[::1]:0"] : ["127.0.0.1:0"];

for (const address of addresses) {
  transportConformance({ describe, it }, { name: `tcp on ${address}`, make: () => tcp(), address });
}

describe("the conformance suite", () => {
  const mutants = [...openingMutants, ...packetMutants, ...flowMutants, ...endingMutants];

  it.concurrent.each(mutants)("fails a transport that $fault", async ({ failsCase, mutate }) => {
    const subject = { name: "mutant", make: () => mutate(tcp()), address: "127.0.0.1:0", patienceMs: 300 };
    const run = casesOf(subject).get(failsCase);
    expect(run, `there is no case "${failsCase}"`).toBeDefined();
    await expect(run?.()).rejects.toThrow();
  });

  it("has a mutant for each of its cases", () => {
    const subject = { name: "tcp", make: () => tcp(), address: "127.0.0.1:0" };
    expect(new Set(mutants.map(({ failsCase }) => failsCase))).toEqual(new Set(casesOf(subject).keys()));
  });
});

function casesOf(subject: TransportExam): Map<string, () => Promise<void>> {
  const cases = new Map<string, () => Promise<void>>();
  const describe = (_: string, body: () => void) => body();
  const it = (name: string, run: () => Promise<void>) => void cases.set(name, run);
  transportConformance({ describe, it }, subject);
  return cases;
}
