import { networkInterfaces } from "node:os";
import type { Transport } from "@countersign/core";
import { casesOf, transportConformance } from "@countersign/core/conformance";
import { describe, expect, it } from "vitest";
import { udp } from "../src/index.ts";
import { endingMutants } from "./mutants/ending-mutants.ts";
import { openingMutants } from "./mutants/opening-mutants.ts";
import { packetMutants } from "./mutants/packet-mutants.ts";
import { strangerMutants } from "./mutants/stranger-mutants.ts";

const mutants = [...openingMutants, ...strangerMutants, ...packetMutants, ...endingMutants];

const hasIpv6 = Object.values(networkInterfaces()).some((found) => found?.some(({ address }) => address === "::1"));
const addresses = hasIpv6 ? ["127.0.0.1:0", "[::1]:0"] : ["127.0.0.1:0"];

for (const address of addresses) {
  transportConformance({ describe, it }, { name: `udp on ${address}`, make: () => udp(), address, lossy: true });
}

transportConformance(
  { describe, it },
  { name: "udp with small packets", make: () => udp({ maxPacketBytes: 1_444 }), address: "127.0.0.1:0", lossy: true },
);

describe("the exam of transports fails a transport that", () => {
  it.concurrent.each(mutants)("$fault", async ({ fails, mutate }) => {
    const found = cases(mutate(udp())).find(({ title }) => title === fails);
    expect(found, `there is no case "${fails}"`).toBeDefined();
    await expect(found?.run()).rejects.toThrow();
  });
});

it("the exam of transports has a mutant for each case", () => {
  const titles = cases(udp()).map(({ title }) => title);
  expect(new Set(mutants.map(({ fails }) => fails))).toEqual(new Set(titles));
});

function cases(transport: Transport) {
  const exam = { name: "mutant", make: () => transport, address: "127.0.0.1:0", lossy: true, patienceMs: 300 };
  return casesOf((runner) => transportConformance(runner, exam));
}
