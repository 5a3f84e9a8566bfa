import { describe, expect, it } from "vitest";
import { DeliveryRate } from "../../../../src/delivery/lossy/congestion/delivery-rate.ts";
import { Rounds } from "../../../../src/delivery/lossy/congestion/rounds.ts";
import { sentPacket } from "./fixtures/packet.ts";

function counter(shortestMs: number) {
  const [delivery, rounds] = [new DeliveryRate(), new Rounds(shortestMs)];
  return {
    rounds,
    send(now: number) {
      const packet = sentPacket(0, now, 1000);
      delivery.handleSent(packet, 2000, now);
      return packet;
    },
    acknowledge(packet: ReturnType<typeof sentPacket>, now: number) {
      delivery.handleAcknowledged(packet, now);
      delivery.end(now, 0);
      return rounds.handleDelivered(delivery, now);
    },
  };
}

describe("Rounds", () => {
  it("end when something is acknowledged that was sent after they began", () => {
    const { send, acknowledge } = counter(0);
    const [a, b] = [send(0), send(1)];
    expect(acknowledge(a, 10)).toBe(true);
    const c = send(10);
    expect(acknowledge(b, 11)).toBe(false);
    expect(acknowledge(c, 20)).toBe(true);
  });

  it("are not shorter than the shortest", () => {
    const { rounds, send, acknowledge } = counter(4);
    for (let now = 0; now < 9; now++) acknowledge(send(now), now + 0.5);
    expect(rounds.count).toBe(3); // at 0.5, 4.5 and 8.5
  });
});
