import { describe, expect, it } from "vitest";
import { DeliveryRate } from "../../../../src/delivery/lossy/congestion/delivery-rate.ts";
import { sentPacket } from "./fixtures/packet.ts";

/** Sends packets of 1,000 bytes, and has them acknowledged. */
function sampler() {
  const delivery = new DeliveryRate();
  let [number, inFlight] = [0, 0];
  return {
    delivery,
    send(now: number) {
      const packet = sentPacket(number++, now, 1000);
      inFlight += 1000;
      delivery.handleSent(packet, inFlight, now);
      return packet;
    },
    acknowledge(now: number, ...packets: ReturnType<typeof sentPacket>[]) {
      for (const packet of packets) {
        inFlight -= 1000;
        delivery.handleAcknowledged(packet, now);
      }
      delivery.end(now, 1);
      return delivery.rate;
    },
  };
}

describe("DeliveryRate", () => {
  it("is what was delivered since the packet was sent, over the time it took", () => {
    const { send, acknowledge } = sampler();
    const [a, b, c] = [send(0), send(1), send(2)];
    expect(acknowledge(10, a)).toBe(100); // 1,000 in 10 ms
    expect(acknowledge(11, b)).toBeCloseTo(2000 / 11);
    expect(acknowledge(12, c)).toBe(250);
    const d = send(12);
    expect(acknowledge(22, d)).toBe(100);
  });

  it("takes the time of sending when acknowledgements bunch", () => {
    const { send, acknowledge } = sampler();
    const packets = [0, 10, 20, 30].map(send);
    // All at once, after 31 ms: sent in 30.
    expect(acknowledge(31, ...packets)).toBeCloseTo(4000 / 31);
    const more = [40, 60, 80, 100].map(send);
    // `more` began with nothing in flight: 4,000 bytes sent in 60 ms, acknowledged 61 after the first was sent.
    expect(acknowledge(101, ...more)).toBeCloseTo(4000 / 61);
  });

  it("is never above the rate of sending, however early a peer acknowledges", () => {
    const { send, acknowledge } = sampler();
    let packets = [send(0), send(1)];
    for (let now = 2; now < 200; now++) {
      // Each is acknowledged 1.001 ms after it was sent, as no path could.
      const rate = acknowledge(now + 0.001, packets.shift() as (typeof packets)[number]);
      // A packet a millisecond, and both ends of an interval of one count.
      expect(rate).toBeLessThanOrEqual(2000);
      packets = [...packets, send(now + 0.002)];
    }
  });

  it("has no sample when no time passed, or less than a round trip", () => {
    const { send, acknowledge } = sampler();
    expect(acknowledge(0, send(0))).toBe(0);
    expect(acknowledge(0.5, send(0))).toBe(0);
    expect(acknowledge(1)).toBe(0);
  });

  it("starts anew after silence", () => {
    const { send, acknowledge } = sampler();
    acknowledge(10, send(0));
    expect(acknowledge(1010, send(1000))).toBe(100);
  });

  it("marks what was sent while the application had too little", () => {
    const { delivery, send, acknowledge } = sampler();
    const a = send(0);
    delivery.handleIdle(1000);
    const b = send(5);
    acknowledge(10, a);
    expect(delivery.applicationLimited).toBe(false);
    acknowledge(15, b);
    expect(delivery.applicationLimited).toBe(true);
    acknowledge(25, send(15));
    expect(delivery.applicationLimited).toBe(false);
  });

  it("counts what is lost", () => {
    const { delivery, send } = sampler();
    delivery.handleLost(send(0));
    delivery.end(10, 1);
    expect([delivery.newlyLost, delivery.newlyDelivered, delivery.rate]).toEqual([1000, 0, 0]);
  });
});
