import { describe, expect, it } from "vitest";
import { NewReno } from "../../../../src/delivery/lossy/congestion/new-reno.ts";
import { sentPacket } from "./fixtures/packet.ts";

const outcome = { now: 0, inFlightBytes: 0, roundTripMs: 100, packetBytes: 1000 };

describe("NewReno", () => {
  it("starts with ten packets, and without a pace", () => {
    const reno = new NewReno(1000);
    expect([reno.windowBytes, reno.pacingRate]).toEqual([10_000, Number.POSITIVE_INFINITY]);
    expect(reno.burstBytes).toBe(10_000);
  });

  it("paces a quarter above the window each smoothed round trip", () => {
    const reno = new NewReno(1000);
    reno.handleEnd(outcome);
    expect(reno.pacingRate).toBe(125);
    reno.handleEnd({ ...outcome, roundTripMs: 180 });
    expect(reno.pacingRate).toBeCloseTo(12_500 / 110);
  });

  it("grows by what is acknowledged in slow start, then by a packet a window", () => {
    const reno = new NewReno(1000);
    reno.handleAcknowledged(sentPacket(0, 1, 1000));
    expect(reno.windowBytes).toBe(11_000);
    reno.handleLost(sentPacket(1, 2, 1000), 10);
    expect(reno.windowBytes).toBe(5500);
    reno.handleAcknowledged(sentPacket(2, 11, 1100));
    expect(reno.windowBytes).toBe(5700);
  });

  it("is reduced once a round trip, and does not grow in it", () => {
    const reno = new NewReno(1000);
    reno.handleLost(sentPacket(1, 2, 1000), 10);
    reno.handleLost(sentPacket(2, 10, 1000), 11);
    reno.handleAcknowledged(sentPacket(3, 9, 1000));
    expect(reno.windowBytes).toBe(5000);
    reno.handleLost(sentPacket(4, 12, 1000), 20);
    expect(reno.windowBytes).toBe(2500);
  });

  it("keeps two packets, also in persistent congestion", () => {
    const reno = new NewReno(1000);
    for (let at = 1; at < 10; at++) reno.handleLost(sentPacket(at, at, 1000), at);
    expect(reno.windowBytes).toBe(2000);
    const other = new NewReno(1000);
    other.handlePersistentCongestion();
    expect(other.windowBytes).toBe(2000);
    other.handleEnd({ ...outcome, packetBytes: 1400 });
    expect(other.windowBytes).toBe(2800);
  });

  it("does not grow while the application leaves the window empty", () => {
    const reno = new NewReno(1000);
    reno.handleIdle();
    reno.handleSent(sentPacket(0, 1, 1000), 5000);
    reno.handleAcknowledged(sentPacket(0, 1, 1000));
    expect(reno.windowBytes).toBe(10_000);
    reno.handleSent(sentPacket(1, 1, 1000), 10_000);
    reno.handleAcknowledged(sentPacket(1, 1, 1000));
    expect(reno.windowBytes).toBe(11_000);
  });
});
