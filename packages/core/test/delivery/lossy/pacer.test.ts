import { describe, expect, it } from "vitest";
import { Pacer } from "../../../src/delivery/lossy/pacer.ts";
import { seededRandom } from "../../../src/testing/random.ts";
import { seed } from "../../fixtures/seed.ts";

const packet = 1_200;

/** Sends as much as the pacer lets it now. Returns the number of packets. */
function burst(pacer: Pacer, rate: number, burstBytes: number, now: number): number {
  let packets = 0;
  for (; pacer.readyAt(rate, burstBytes, now) <= now; packets++) pacer.handleSent(packet);
  return packets;
}

// spec: R-9
describe("Pacer", () => {
  it("holds nothing back while no rate is known", () => {
    const pacer = new Pacer();
    for (let i = 0; i < 1_000; i++) {
      expect(pacer.readyAt(Number.POSITIVE_INFINITY, packet, 7)).toBe(7);
      pacer.handleSent(packet);
    }
  });

  it("lets one burst out at first, and after a rest no more than that", () => {
    const pacer = new Pacer();
    for (let i = 0; i < 9; i++) {
      expect(pacer.readyAt(100, 10 * packet, 0)).toBe(0);
      pacer.handleSent(packet);
    }
    // Nothing waits any more: that is a rest, and no late timer.
    expect(burst(pacer, 100, 10 * packet, 1_000_000)).toBe(10);
  });

  it("makes up for a timer that was late, by 25 ms at most", () => {
    for (const [lateMs, packets] of [
      [0, 2],
      [3, 2 + 6],
      [25, 2 + 50],
      [1_000, 2 + 50],
    ] as const) {
      // biome-ignore format: short
      const pacer = new Pacer();
      expect(burst(pacer, 2_400, 2 * packet, 0)).toBe(2);
      expect(pacer.readyAt(2_400, 2 * packet, 0)).toBe(1);
      expect(burst(pacer, 2_400, 2 * packet, 1 + lateMs), `${lateMs} ms late`).toBe(packets);
    }
  });

  it("makes up soon or not at all", () => {
    const pacer = new Pacer();
    burst(pacer, 2_400, 2 * packet, 0);
    // Late by 10 ms, but the window lets nothing go before the 30th.
    pacer.readyAt(2_400, 2 * packet, 11);
    expect(burst(pacer, 2_400, 2 * packet, 30)).toBe(2);
  });

  it("says when a millisecond's worth may leave, or a burst if that is less", () => {
    const pacer = new Pacer();
    burst(pacer, 2_400, 10 * packet, 0);
    expect(pacer.readyAt(2_400, 10 * packet, 0)).toBe(1);
    expect(burst(pacer, 2_400, 10 * packet, 1)).toBe(2);
    const small = new Pacer();
    burst(small, 24_000, packet, 0);
    expect(small.readyAt(24_000, packet, 0)).toBe(0.05);
  });

  it("has a debt of one packet at most paid off first", () => {
    const pacer = new Pacer();
    expect(burst(pacer, 1, 1_201, 0)).toBe(2);
    // 1,199 of debt, and 1 to go on with.
    expect(pacer.readyAt(1, 1_201, 0)).toBe(1_200);
    expect(burst(pacer, 1, 1_201, 1_199)).toBe(0);
    expect(burst(pacer, 1, 1_201, 1_200)).toBe(1);
  });

  it("follows a rate and a burst that change", () => {
    const pacer = new Pacer();
    burst(pacer, 10, packet, 0);
    expect(pacer.readyAt(10, packet, 0)).toBe(1);
    expect(burst(pacer, 10_000, 100 * packet, 0.12)).toBe(1);
    pacer.handleSent(packet);
    expect(burst(pacer, 10_000, 2 * packet, 1_000)).toBe(2);
  });

  it(`never lets out more than a burst, what was late, a packet, and rate times time, over any interval, seed ${seed}`, () => {
    const random = seededRandom(seed);
    for (let round = 0; round < 30; round++) {
      const rate = 10 ** (random.float() * 6 - 1);
      const burstBytes = 1 + random.integer(100_000);
      const pacer = new Pacer();
      const sent: { readonly at: number; readonly bytes: number }[] = [];
      for (let now = random.float() * 1e6, step = 0; step < 300; step++) {
        const readyAt = pacer.readyAt(rate, burstBytes, now);
        if (readyAt <= now) {
          const bytes = 1 + random.integer(packet);
          pacer.handleSent(bytes);
          sent.push({ at: now, bytes });
          continue;
        }
        // Waiting always helps: a timer that comes in time finds that something may leave.
        expect(readyAt - now).toBeGreaterThan(0);
        expect(readyAt).toBeLessThan(Number.POSITIVE_INFINITY);
        const isLate = random.chance(0.2);
        now = readyAt + (isLate ? random.float() * 20 : 0);
        if (random.chance(0.1)) now -= (readyAt - now) * random.float();
        expect(pacer.readyAt(rate, burstBytes, now)).toBeLessThanOrEqual(now);
      }
      for (let from = 0; from < sent.length; from += 7) {
        let bytes = 0;
        for (let to = from; to < sent.length; to++) {
          bytes += sent[to]?.bytes as number;
          const ms = (sent[to]?.at as number) - (sent[from]?.at as number);
          const most = burstBytes + packet + rate * (ms + 25);
          if (bytes > most * (1 + 1e-9) + 1e-3)
            expect(bytes, `round ${round}, from ${from} to ${to}`).toBeLessThan(most);
        }
      }
    }
  });

  it("never says a time that is none, however small or large the rate", () => {
    for (const rate of [1e-9, 1e-3, 1, 1e6, 1e12]) {
      for (const now of [0, 1e3, 1e9, 1e12]) {
        const pacer = new Pacer();
        for (let i = 0; i < 50; i++) {
          const readyAt = pacer.readyAt(rate, packet, now);
          expect(readyAt, `rate ${rate} at ${now}`).toBeGreaterThanOrEqual(now);
          expect(readyAt).toBeLessThan(Number.POSITIVE_INFINITY);
          if (readyAt > now) break;
          pacer.handleSent(packet);
        }
        expect(pacer.readyAt(rate, packet, now), `rate ${rate} at ${now}`).toBeGreaterThan(now);
      }
    }
  });
});
