import { describe, expect, it } from "vitest";
import { measure } from "../../src/measure/measure.ts";
import { Peer } from "../../src/measure/peer.ts";
import { builtInSubjects } from "../../src/subjects/built-in.ts";

const timing = { taskMs: 1, batchMs: 1, sessions: 2 };

describe.each(builtInSubjects)("$name over $transport", (subject) => {
  it("carries every kind of measurement, with messages small and large", async () => {
    const ends = await subject.load();
    const serving = await ends.serve((pipe) => new Peer(pipe));
    try {
      // What another process would be told: nothing but text.
      const dial = await ends.client(JSON.parse(JSON.stringify(serving.invitation)));
      for (const [kind, size] of [
        ["handshake", null],
        ["round-trip", 64],
        ["throughput", 64],
        ["throughput", 100_000],
      ] as const) {
        const samples = await measure(kind, dial, size, timing);
        expect(samples.length).toBeGreaterThanOrEqual(3);
        expect(Math.min(...samples)).toBeGreaterThan(0);
      }
    } finally {
      await serving.close();
    }
  });
});
