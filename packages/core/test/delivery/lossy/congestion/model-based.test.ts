import { describe, expect, it } from "vitest";
import { ModelBased } from "../../../../src/delivery/lossy/congestion/model-based.ts";
import { seededRandom } from "../../../../src/testing/random.ts";
import { seed } from "../../../fixtures/seed.ts";
import { sentPacket } from "./fixtures/packet.ts";

const zeros = (bytes: number) => new Uint8Array(bytes);

describe("ModelBased", () => {
  it("starts with ten packets, and without a pace", () => {
    const control = new ModelBased(1200, zeros);
    expect([control.windowBytes, control.burstBytes]).toEqual([12_000, 12_000]);
    expect(control.pacingRate).toBe(Number.POSITIVE_INFINITY);
  });

  it("paces 2.77 times the rate of the first round, and sends two round trips of it", () => {
    const control = new ModelBased(1000, zeros);
    const packets = Array.from({ length: 10 }, (_, i) => sentPacket(i, 0, 1000));
    for (const [i, packet] of packets.entries()) control.handleSent(packet, (i + 1) * 1000, 0);
    for (const packet of packets) control.handleAcknowledged(packet, 100);
    control.handleEnd({ now: 100, inFlightBytes: 0, roundTripMs: 100, packetBytes: 1000 });
    // No slower than ten packets a round trip, times the gain.
    expect(control.pacingRate).toBeCloseTo(100 * 2.77);
    // 20,000 for the path, 10,000 that came as one bunch, 10 ms for timers.
    expect(control.windowBytes).toBeCloseTo(30_000 + 10 * 100 * 2.77);
  });

  it("starts again from four packets after persistent congestion", () => {
    const control = new ModelBased(1000, zeros);
    control.handlePersistentCongestion();
    expect([control.windowBytes, control.pacingRate]).toEqual([4000, Number.POSITIVE_INFINITY]);
  });

  it(`never has a window that is no number, whatever happens at the same time (seed ${seed})`, () => {
    const random = seededRandom(seed);
    const control = new ModelBased(1200, random.bytes);
    const inFlight: ReturnType<typeof sentPacket>[] = [];
    let now = 0;
    for (let i = 0; i < 20_000; i++) {
      // Most events share their time with the one before.
      if (random.chance(0.2)) now += random.float() * 10 ** (random.integer(6) - 3);
      const packet = inFlight[0];
      if (packet === undefined || random.chance(0.5)) {
        const sent = sentPacket(i, now, 1 + random.integer(16_384));
        inFlight.push(sent);
        control.handleSent(sent, total(inFlight), now);
      } else {
        inFlight.shift();
        if (random.chance(0.2)) control.handleLost(packet);
        else control.handleAcknowledged(packet, now);
        const roundTripMs = random.chance(0.5) ? now - packet.sentAt : undefined;
        control.handleEnd({ now, inFlightBytes: total(inFlight), roundTripMs, packetBytes: 1200 });
      }
      if (random.chance(0.01)) control.handleIdle(total(inFlight));
      if (random.chance(0.001)) control.handlePersistentCongestion();
      expect(control.windowBytes).toBeGreaterThanOrEqual(4800);
      expect(Number.isFinite(control.windowBytes)).toBe(true);
      expect(control.pacingRate).toBeGreaterThan(0);
      expect(control.burstBytes).toBeGreaterThanOrEqual(12_000);
    }
  });
});

function total(packets: readonly { bytes: number }[]): number {
  return packets.reduce((sum, { bytes }) => sum + bytes, 0);
}
