import { describe, expect, it } from "vitest";
import { RoundTrip } from "../../../src/delivery/lossy/round-trip.ts";

function state({ smoothedMs, variationMs, minMs, latestMs }: RoundTrip): number[] {
  return [smoothedMs, variationMs, minMs, latestMs];
}

/** After these samples, each with the delay that the peer names. */
function measured(...samples: [roundTripMs: number, ackDelayMs: number][]): RoundTrip {
  const roundTrip = new RoundTrip();
  for (const [roundTripMs, ackDelayMs] of samples) roundTrip.handleSample(roundTripMs, ackDelayMs);
  return roundTrip;
}

// spec
describe("RoundTrip", () => {
  it("is not guessed from a handshake that had to be repeated", () => {
    expect(new RoundTrip(12_000).smoothedMs).toBe(500);
  });

  it("is a guess until the first sample", () => {
    const roundTrip = new RoundTrip();
    expect(roundTrip.isGuess).toBe(true);
    expect(state(roundTrip)).toEqual([200, 100, Number.POSITIVE_INFINITY, 200]);
    expect(roundTrip.probeTimeoutMs).toBe(200 + 4 * 100 + 5);
    expect(roundTrip.lossDelayMs).toBe(225);
  });

  it("takes the first sample as it is, whatever delay the peer names", () => {
    const roundTrip = measured([40, 5]);
    expect(roundTrip.isGuess).toBe(false);
    expect(state(roundTrip)).toEqual([40, 20, 40, 40]);
  });

  // RFC 9002 §5.3, by hand: 48 - 4 = 44; 3/4 · 20 + 1/4 · |40 - 44| = 16; 7/8 · 40 + 1/8 · 44 = 40.5
  it("takes the peer's delay off a later sample", () => {
    expect(state(measured([40, 0], [48, 4]))).toEqual([40.5, 16, 40, 48]);
  });

  // 43 is less than 40 + 4: 3/4 · 20 + 1/4 · |40 - 43| = 15.75; 7/8 · 40 + 1/8 · 43 = 40.375
  it("takes nothing off where less than the least ever seen would be left", () => {
    expect(state(measured([40, 0], [43, 4]))).toEqual([40.375, 15.75, 40, 43]);
    expect(state(measured([40, 0], [44, 4]))).toEqual([40, 15, 40, 44]);
  });

  // 32 is the least now: 3/4 · 20 + 1/4 · |40 - 32| = 17; 7/8 · 40 + 1/8 · 32 = 39
  it("follows the least, from which no delay is taken off", () => {
    expect(state(measured([40, 0], [32, 3]))).toEqual([39, 17, 32, 32]);
  });

  // 80 - 5 = 75: 3/4 · 20 + 1/4 · 35 = 23.75; 7/8 · 40 + 1/8 · 75 = 44.375
  it("believes no delay beyond the largest that is allowed", () => {
    expect(state(measured([40, 0], [80, 1_000]))).toEqual([44.375, 23.75, 40, 80]);
  });

  // spec: R-7, RFC 9002 §6.1.2
  it("takes a packet for late after 9/8 of the larger of smoothed and latest, and not below a millisecond", () => {
    expect(measured([40, 0], [48, 0]).lossDelayMs).toBe((9 / 8) * 48);
    expect(measured([40, 0], [32, 0]).lossDelayMs).toBe((9 / 8) * 39);
    expect(measured([0.5, 0]).lossDelayMs).toBe(1);
  });

  // spec: R-8, RFC 9002 §6.2.1
  it("waits for four variations or a millisecond, and for the peer's delay, before it asks", () => {
    expect(measured([40, 0]).probeTimeoutMs).toBe(40 + 80 + 5);
    expect(measured([0.1, 0]).probeTimeoutMs).toBeCloseTo(0.1 + 1 + 5, 12);
  });

  // spec: R-23
  it("is a guess on another path, by the old one, until the first sample", () => {
    const roundTrip = measured([40, 0]);
    roundTrip.handlePathChange();
    expect(state(roundTrip)).toEqual([40, 20, Number.POSITIVE_INFINITY, 40]);
    expect(roundTrip.isGuess).toBe(true);
    roundTrip.handleSample(300, 5);
    expect(state(roundTrip)).toEqual([300, 150, 300, 300]);
  });
});
