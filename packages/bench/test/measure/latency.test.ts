import { describe, expect, it } from "vitest";
import { measureLatency } from "../../src/measure/latency.ts";
import { parseOrder, say } from "../../src/measure/order.ts";
import type { Dial } from "../../src/subjects/subject.ts";

const stallMs = 60;

/** Echoes at once, in the order it got them; `answer` may change one, or take its time. */
function echoing(answer: (echo: Buffer, number: number) => Buffer | Promise<Buffer> = (echo) => echo): Dial {
  return async (sink) => {
    queueMicrotask(() => sink.handleMessages([say.ready]));
    let number = 0;
    let last: Promise<void> = Promise.resolve();
    const send = (message: Buffer) => {
      if (number === 0 && parseOrder(message)) return undefined;
      const own = number++;
      last = last.then(async () => sink.handleMessages([await answer(message, own)]));
      return undefined;
    };
    return { send, close: async () => {} };
  };
}

describe("measureLatency", () => {
  it("has a sample for each message that was due", async () => {
    expect(await measureLatency(echoing(), 64, 1_000, { taskMs: 50 })).toHaveLength(50);
    expect(await measureLatency(echoing(), 64, 10_000, { taskMs: 50 })).toHaveLength(500);
  });

  it("counts a stall for every message that was due meanwhile, not only for the one that met it", async () => {
    const stalling = echoing(async (echo, number) => {
      if (number === 10) await new Promise((resolve) => setTimeout(resolve, stallMs));
      return echo;
    });
    const samples = await measureLatency(stalling, 64, 1_000, { taskMs: 200 });
    // Of those that were due in the stall's first half, each waited for its second half.
    expect(samples.filter((ms) => ms >= stallMs / 2 - 2).length).toBeGreaterThanOrEqual(stallMs / 2 - 2);
    expect(Math.max(...samples)).toBeGreaterThanOrEqual(stallMs - 2);
  });

  it("counts a stall of the sender itself", async () => {
    let stalled = false;
    const blocking = echoing((echo, number) => {
      if (number === 10 && !stalled) {
        stalled = true;
        for (const end = performance.now() + stallMs; performance.now() < end; );
      }
      return echo;
    });
    const samples = await measureLatency(blocking, 64, 1_000, { taskMs: 200 });
    expect(samples.filter((ms) => ms >= stallMs / 2 - 2).length).toBeGreaterThanOrEqual(stallMs / 2 - 2);
  });

  it("rejects when an echo came back changed, and when the connection ends", async () => {
    const changing = echoing((echo, number) => (number === 5 ? Buffer.alloc(64, 1) : echo));
    await expect(measureLatency(changing, 64, 1_000, { taskMs: 20 })).rejects.toThrow("echo 5 came back changed");
    const ending: Dial = async (sink) => {
      queueMicrotask(() => sink.handleMessages([say.ready]));
      setTimeout(() => sink.handleEnd(), 5);
      return { send: () => undefined, close: async () => {} };
    };
    await expect(measureLatency(ending, 64, 1_000, { taskMs: 20 })).rejects.toThrow(/connection ended/);
  });
});
