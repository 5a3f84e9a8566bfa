import { describe, expect, it } from "vitest";
import { measure } from "../../src/measure/measure.ts";
import { Peer } from "../../src/measure/peer.ts";
import { builtInSubjects } from "../../src/subjects/built-in.ts";
import type { Dial, Subject } from "../../src/subjects/subject.ts";

const timing = { taskMs: 1, batchMs: 1, shareMs: 20, sessions: 2 };

/** What another process would be told: nothing but text. */
async function withDial(subject: Subject, packetBytes: number | null, use: (dial: Dial) => Promise<void>) {
  const ends = await subject.load({ packetBytes });
  const serving = await ends.serve((pipe) => new Peer(pipe));
  try {
    await use(await ends.client(JSON.parse(JSON.stringify(serving.invitation))));
  } finally {
    await serving.close();
  }
}

describe.each(builtInSubjects)("$name over $transport", (subject) => {
  it("carries every kind of measurement, with messages small and large", async () => {
    await withDial(subject, subject.transport === "udp" ? 16_384 : null, async (dial) => {
      for (const [kind, size] of [
        ["handshake", null],
        ["first-echo", 64],
        ["round-trip", 64],
        ["throughput", 64],
        ["throughput", 100_000],
      ] as const) {
        const { samples } = await measure(kind, dial, size, timing);
        expect(samples.length).toBeGreaterThanOrEqual(3);
        expect(Math.min(...samples)).toBeGreaterThan(0);
      }
    });
  });
});

describe.each(builtInSubjects.filter(({ transport }) => transport === "udp"))("$name over udp", (subject) => {
  it("carries datagrams, as large as packets allow", async () => {
    for (const [packetBytes, size] of [
      [1_200, 1_024],
      [16_384, 8_192],
    ] as const) {
      await withDial(subject, packetBytes, async (dial) => {
        const { samples, datagrams } = await measure("datagrams", dial, size, timing);
        expect(samples.length).toBeGreaterThanOrEqual(3);
        expect(datagrams?.received).toBeGreaterThan(0);
        expect(datagrams?.received).toBeLessThanOrEqual(datagrams?.sent ?? 0);
      });
    }
  });
});
