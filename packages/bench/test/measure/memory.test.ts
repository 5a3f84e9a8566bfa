import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { measureMemory } from "../../src/measure/memory.ts";
import { Peer } from "../../src/measure/peer.ts";
import { raw } from "../../src/subjects/raw.ts";
import type { Dial, Pipe, Serving, Sink } from "../../src/subjects/subject.ts";

const MiB = 1024 * 1024;

/** Keeps 1 MiB for as long as its connection is open. */
class HeavyPeer extends Peer {
  static readonly open = new Set<HeavyPeer>();
  static most = 0;
  readonly memory = Buffer.alloc(MiB, 1);

  constructor(pipe: Pipe) {
    super(pipe);
    HeavyPeer.open.add(this);
    HeavyPeer.most = Math.max(HeavyPeer.most, HeavyPeer.open.size);
  }

  override handleEnd(): void {
    HeavyPeer.open.delete(this);
  }
}

let serving: Serving;
let dial: Dial;
beforeAll(async () => {
  const ends = raw();
  serving = await ends.serve((pipe): Sink => new HeavyPeer(pipe));
  dial = await ends.client(serving.invitation);
});
afterAll(() => serving.close());

describe("measureMemory", () => {
  it("finds what each session adds to its server, in KiB, with all of them open", async () => {
    const [grown = 0, ...more] = await measureMemory(dial, 30);
    expect(more).toEqual([]);
    // Beside the 1,024 KiB there are two ends of a socket, and whatever else this process did meanwhile.
    expect(grown).toBeGreaterThan(900);
    expect(grown).toBeLessThan(1_300);
    expect(HeavyPeer.most).toBe(31);
  });

  it("rejects when an echo came back changed", async () => {
    const changing: Dial = async (sink) => {
      const pipe = await dial(sink);
      return {
        send: (message) => pipe.send(message.length === 64 ? Buffer.alloc(64) : message),
        close: () => pipe.close(),
      };
    };
    await expect(measureMemory(changing, 1)).rejects.toThrow("an echo came back changed");
  });

  it("rejects what is no weight", async () => {
    const mute: Dial = async (sink) => {
      queueMicrotask(() => sink.handleMessages([Buffer.from("ready"), Buffer.from("weight -1")]));
      return { send: () => undefined, close: async () => {} };
    };
    await expect(measureMemory(mute, 0)).rejects.toThrow('instead of its weight the server said "weight -1"');
  });
});
