import { describe, expect, it } from "vitest";
import { measureHandshakeRate } from "../../src/measure/handshake-rate.ts";
import { say } from "../../src/measure/order.ts";
import type { Dial } from "../../src/subjects/subject.ts";
import { briefly } from "../fixtures/stage.ts";

/** Greets each client a few turns after it dialled. */
function stage() {
  const counts = { dialling: 0, most: 0, dialled: 0, open: 0 };
  const dial: Dial = async (sink) => {
    counts.dialled++;
    counts.open++;
    counts.most = Math.max(counts.most, ++counts.dialling);
    setTimeout(() => {
      counts.dialling--;
      sink.handleMessages([say.ready]);
    }, 1);
    return { send: () => undefined, close: async () => void counts.open-- };
  };
  return { dial, counts };
}

describe("measureHandshakeRate", () => {
  it.each([1, 8, 64])("has %d handshakes under way at any time, and closes what it opened", async (atOnce) => {
    const { dial, counts } = stage();
    const samples = await measureHandshakeRate(dial, atOnce, briefly);
    expect(samples.length).toBeGreaterThanOrEqual(3);
    expect(counts.most).toBe(atOnce);
    expect(counts.open).toBe(0);
    expect(counts.dialled % Math.max(8, 2 * atOnce)).toBe(0);
  });

  it("rejects when one of them fails", async () => {
    const { dial } = stage();
    let dialled = 0;
    const failing: Dial = (sink) => (++dialled === 5 ? Promise.reject(new Error("refused")) : dial(sink));
    await expect(measureHandshakeRate(failing, 8, briefly)).rejects.toThrow("refused");
  });
});
