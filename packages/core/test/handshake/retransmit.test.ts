import { describe, expect, it } from "vitest";
import { Retransmit } from "../../src/handshake/retransmit.ts";

describe("Retransmit", () => {
  it("waits for nothing before it is started, and after it is stopped", () => {
    const retransmit = new Retransmit();
    expect(retransmit.deadline).toBeUndefined();
    expect(retransmit.due(1e9)).toBe(false);
    retransmit.start(0);
    retransmit.stop();
    expect(retransmit.deadline).toBeUndefined();
    expect(retransmit.due(1e9)).toBe(false);
  });

  it("is due after half a second, then after twice as long each time, up to 4 s", () => {
    const retransmit = new Retransmit();
    retransmit.start(1_000);
    const waits: number[] = [];
    for (let now = 1_000; waits.length < 6; ) {
      const deadline = retransmit.deadline as number;
      expect(retransmit.due(deadline - 1)).toBe(false);
      expect(retransmit.due(deadline)).toBe(true);
      waits.push(deadline - now);
      now = deadline;
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 4_000, 4_000]);
  });

  it("counts from when it was looked at, and begins anew when it is started again", () => {
    const retransmit = new Retransmit();
    retransmit.start(0);
    expect(retransmit.due(800)).toBe(true);
    expect(retransmit.deadline).toBe(1_800);
    retransmit.start(2_000);
    expect(retransmit.deadline).toBe(2_500);
  });
});
