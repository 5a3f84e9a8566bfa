import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Peer } from "../../src/measure/peer.ts";
import { measureSharing } from "../../src/measure/sharing.ts";
import { raw } from "../../src/subjects/raw.ts";
import type { Dial, Serving } from "../../src/subjects/subject.ts";

const timing = { taskMs: 1, settleMs: 0, batchMs: 1, shareMs: 50, sessions: 1 };

let serving: Serving;
let dial: Dial;
beforeAll(async () => {
  const ends = raw();
  serving = await ends.serve((pipe) => new Peer(pipe));
  dial = await ends.client(serving.invitation);
});
afterAll(() => serving.close());

describe("measureSharing", () => {
  it("finds the smaller of two shares, in percent", async () => {
    const [share = -1, ...more] = await measureSharing(dial, timing);
    expect(more).toEqual([]);
    expect(share).toBeGreaterThanOrEqual(0);
    expect(share).toBeLessThanOrEqual(50);
  });

  it("gives nothing to the one that is held up", async () => {
    let dialled = 0;
    let letGo = () => {};
    // When the other has been stopped, and has closed.
    const later = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const holding: Dial = async (sink) => {
      const pipe = await dial(sink);
      if (++dialled === 1) return { send: (message) => pipe.send(message), close: () => pipe.close().then(letGo) };
      return { send: (message) => later.then(() => pipe.send(message)), close: () => pipe.close() };
    };
    expect(await measureSharing(holding, timing)).toEqual([0]);
  });

  it("rejects when a connection breaks meanwhile", async () => {
    const breaking: Dial = async (sink) => {
      const pipe = await dial(sink);
      setTimeout(() => sink.handleEnd(new Error("broken")), timing.shareMs);
      return pipe;
    };
    await expect(measureSharing(breaking, timing)).rejects.toThrow("broken");
  });
});
