import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { Peer } from "../../src/measure/peer.ts";
import { chooseSubjects } from "../../src/subjects/choose.ts";
import { openDatagramSocket } from "../../src/subjects/datagram-socket.ts";
import { measureThroughLosses } from "../fixtures/lossy-relay.ts";

// It has no build for every machine, and is then missing from a run; what it takes to be there is the same everywhere.
const { subjects, unavailable } = await chooseSubjects({ modules: [], transports: ["udp"], peers: true });
const isUdx = (name: string) => name.startsWith("udx");
const udx = subjects.filter(({ name }) => isUdx(name));
const missing = unavailable.filter(({ subject }) => isUdx(subject));

describe("udx", () => {
  it("is there, or it is said why not", () => {
    expect(udx.length + missing.length).toBe(2);
    for (const { subject, reason } of missing)
      expect({ subject, reason }).toEqual({ subject, reason: expect.stringMatching(/./) });
  });

  it.each(udx)("$name carries messages through a relay that loses some", async (subject) => {
    await measureThroughLosses(subject, [
      ["handshake", null],
      ["first-echo", 64],
      ["throughput", 64],
      ["throughput", 65_536],
    ]);
  });

  it.each(udx)("$name closes, even if somebody called and never came", async (subject) => {
    const { serve } = await subject.load({ packetBytes: null });
    const serving = await serve((pipe) => new Peer(pipe));
    const caller = await openDatagramSocket(serving.invitation.address);
    try {
      const answer = once(caller, "message");
      caller.send(Buffer.alloc(4, 1));
      await answer;
      await serving.close();
    } finally {
      caller.close();
    }
  });
});
