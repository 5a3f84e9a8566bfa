import { describe, expect, it } from "vitest";
import { measure } from "../../src/measure/measure.ts";
import { Peer } from "../../src/measure/peer.ts";
import { calm } from "../../src/relay/conditions.ts";
import { openRelay } from "../../src/relay/relay.ts";
import { chooseSubjects } from "../../src/subjects/choose.ts";

const timing = { taskMs: 1, batchMs: 1, shareMs: 20, sessions: 2 };
// It has no build for every machine, and is then missing from a run; what it takes to be there is the same everywhere.
const { subjects, unavailable } = await chooseSubjects({ modules: [], transports: ["udp"], peers: true });
const udx = subjects.filter(({ name }) => name === "udx");

describe("udx", () => {
  it("is there, or it is said why not", () => {
    expect(udx.length + unavailable.length).toBe(1);
    for (const { subject, reason } of unavailable)
      expect({ subject, reason }).toEqual({ subject, reason: expect.stringMatching(/./) });
  });

  it.each(udx)("carries messages through a relay that loses some", async (subject) => {
    const ends = await subject.load({ packetBytes: null });
    const serving = await ends.serve((pipe) => new Peer(pipe));
    const conditions = { ...calm, loss: 0.01 };
    const relay = await openRelay({ conditions, seed: 4, target: serving.invitation.address ?? "" });
    try {
      const dial = await ends.client({ ...serving.invitation, address: relay.address });
      for (const [kind, size] of [
        ["handshake", null],
        ["first-echo", 64],
        ["throughput", 64],
        ["throughput", 65_536],
      ] as const) {
        const { samples } = await measure(kind, dial, size, timing);
        expect(samples.length).toBeGreaterThanOrEqual(3);
      }
      expect(relay.counts().received).toBeGreaterThan(0);
    } finally {
      relay.close();
      await serving.close();
    }
  });
});
