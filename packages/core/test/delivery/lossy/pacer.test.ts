import { describe, expect, it } from "vitest";
import { Pacer } from "../../../src/delivery/lossy/pacer.ts";

const rate = 1_000;
const burst = 2_000;

/** Sends packets of 100 bytes at `now` until it has to wait. Returns how many bytes left, and until when it waits. */
function drain(pacer: Pacer, now: number): { bytes: number; until: number } {
  let bytes = 0;
  for (;;) {
    const until = pacer.readyAt(rate, burst, now);
    if (until > now) return { bytes, until };
    pacer.handleSent(100);
    bytes += 100;
  }
}

describe("Pacer", () => {
  it("lets a burst go at first, and then what a millisecond brings", () => {
    const pacer = new Pacer();
    expect(drain(pacer, 0)).toEqual({ bytes: 2_000, until: 1 });
    expect(drain(pacer, 1)).toEqual({ bytes: 1_000, until: 2 });
  });

  it("lets no more than a burst go after silence", () => {
    const pacer = new Pacer();
    drain(pacer, 0);
    pacer.readyAt(rate, burst, 1);
    pacer.handleSent(100);
    expect(drain(pacer, 1_000).bytes).toBe(2_000);
  });

  it("makes up for a late timer in full, whatever the size of packets", () => {
    const pacer = new Pacer();
    drain(pacer, 0);
    expect(drain(pacer, 11).bytes).toBe(11_000);
    expect(drain(pacer, 12).bytes).toBe(1_000);
  });

  it("makes up for 25 ms at most", () => {
    const pacer = new Pacer();
    drain(pacer, 0);
    expect(drain(pacer, 500).bytes).toBe(27_000);
  });

  it("makes up soon or not at all", () => {
    const pacer = new Pacer();
    drain(pacer, 0);
    // Late by 10 ms, but the window lets nothing go before the 30th.
    pacer.readyAt(rate, burst, 11);
    expect(drain(pacer, 30).bytes).toBe(2_000);
  });

  it("has no pace when there is no rate", () => {
    expect(new Pacer().readyAt(Number.POSITIVE_INFINITY, burst, 5)).toBe(5);
  });
});
