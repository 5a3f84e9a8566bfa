import { describe, expect, it } from "vitest";
import { measure, type Work } from "../../src/measure/measure.ts";
import type { KindName } from "../../src/scenarios/kind.ts";
import { builtInSubjects } from "../../src/subjects/built-in.ts";
import type { Subject } from "../../src/subjects/subject.ts";
import { briefly, withStage } from "../fixtures/stage.ts";

const works: readonly (readonly [KindName, Work])[] = [
  ["handshake", {}],
  ["handshake-rate", { load: 3 }],
  ["first-echo", { size: 64 }],
  ["round-trip", { size: 64 }],
  ["latency", { size: 64, load: 1_000 }],
  ["throughput", { size: 64 }],
  ["throughput", { size: 100_000 }],
];
const specialWorks: readonly (readonly [KindName, Work])[] = (["envelope", "crypto"] as const).flatMap((kind) => [
  [kind, { size: 64 }] as const,
  [kind, { size: 100_000 }] as const,
]);

function worksOf({ kinds }: Subject) {
  return kinds ? [...works, ...specialWorks].filter(([kind]) => kinds.includes(kind)) : works;
}

describe.each(builtInSubjects)("$name over $transport ($authentication)", (subject) => {
  it("carries every kind of measurement, with messages small and large", async () => {
    await withStage(subject, subject.transport === "udp" ? 16_384 : null, async (stage) => {
      expect(worksOf(subject)).not.toEqual([]);
      for (const [kind, work] of worksOf(subject)) {
        const { samples } = await measure(kind, stage, work, briefly);
        expect(samples.length).toBeGreaterThanOrEqual(3);
        expect(Math.min(...samples)).toBeGreaterThan(0);
      }
    });
  });
});

const withDatagrams = builtInSubjects.filter(({ transport, kinds }) => {
  return transport === "udp" && (kinds?.includes("datagrams") ?? true);
});

describe.each(withDatagrams)("$name over udp ($authentication)", (subject) => {
  it("carries datagrams, as large as packets allow", async () => {
    for (const [packetBytes, size] of [
      [1_200, 1_024],
      [16_384, 8_192],
    ] as const) {
      await withStage(subject, packetBytes, async (stage) => {
        const { samples, datagrams } = await measure("datagrams", stage, { size }, briefly);
        expect(samples.length).toBeGreaterThanOrEqual(3);
        expect(datagrams?.received).toBeGreaterThan(0);
        expect(datagrams?.received).toBeLessThanOrEqual(datagrams?.sent ?? 0);
      });
    }
  });
});
