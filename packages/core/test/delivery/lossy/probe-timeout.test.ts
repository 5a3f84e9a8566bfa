import { describe, expect, it } from "vitest";
import { Sending } from "./fixtures/sending.ts";

// spec: R-8
describe("the probe time-out", () => {
  it("comes a round trip, four variations and the peer's delay after the last packet", () => {
    const sending = new Sending();
    sending.send(0, 0);
    sending.acknowledge(40, 0);
    expect(sending.recovery.nextTimeout()).toBeUndefined();
    sending.send(1, 100);
    sending.send(2, 110);
    expect(sending.recovery.nextTimeout()).toBe(110 + 40 + 80 + 5);
    sending.recovery.handleTimeout(234.9);
    expect(sending.probes).toEqual([]);
    sending.recovery.handleTimeout(235);
    expect(sending.probes).toEqual([1]);
    expect([sending.lost, sending.recovery.inFlightBytes]).toEqual([[], 2_000]);
  });

  it("doubles each time up to two seconds, and lets one probe out, then two each", () => {
    const sending = new Sending();
    sending.send(0, 0);
    sending.acknowledge(40, 0);
    sending.send(1, 0);
    const due: number[] = [];
    const times = Array.from({ length: 8 }, () => {
      const at = sending.wake();
      due.push(sending.recovery.probesDue);
      return at;
    });
    expect(times.map((at, index) => at - (times[index - 1] ?? 0))).toEqual([
      125, 250, 500, 1_000, 2_000, 2_000, 2_000, 2_000,
    ]);
    expect(sending.probes).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(due).toEqual([1, 2, 2, 2, 2, 2, 2, 2]);
  });

  it("counts from the probe, and is spent by it", () => {
    const sending = new Sending();
    sending.send(0, 0);
    expect(sending.wake()).toBe(605);
    sending.send(1, 650);
    expect([sending.recovery.probesDue, sending.recovery.nextTimeout()]).toEqual([0, 650 + 1_210]);
  });

  it("is not shorter than the path, however long that is", () => {
    const sending = new Sending();
    sending.send(0, 0);
    sending.acknowledge(3_000, 0);
    sending.send(1, 3_000);
    expect(sending.wake()).toBe(3_000 + 3_000 + 6_000 + 5);
    expect(sending.wake()).toBe(12_005 + 9_005);
  });

  it("starts over when something arrives", () => {
    const sending = new Sending();
    sending.send(0, 0);
    sending.send(1, 0);
    for (let i = 0; i < 3; i++) sending.wake();
    const now = 10_000;
    sending.send(2, now);
    sending.acknowledge(now + 20, 2);
    expect(sending.recovery.probesDue).toBe(0);
    sending.send(3, now + 20);
    expect(sending.recovery.nextTimeout()).toBe(now + 20 + 20 + 40 + 5);
  });

  it("does not come while a packet is late, which is sooner", () => {
    const sending = new Sending();
    sending.send(0, 0);
    sending.send(1, 1);
    sending.acknowledge(41, 1);
    expect(sending.recovery.nextTimeout()).toBe(45);
    sending.recovery.handleTimeout(45);
    expect([sending.lost, sending.probes]).toEqual([[0], []]);
  });
});

// RFC 9002 §7.6
// spec: R-18
describe("persistent congestion", () => {
  const after = (timeouts: number, acknowledged: number) => {
    const sending = Sending.of(10);
    for (let i = 0; i < timeouts; i++) sending.wake();
    sending.send(10, 20_000);
    sending.acknowledge(20_100, acknowledged);
    return sending;
  };

  it("is told after three probe time-outs in a row, when something was lost", () => {
    expect(after(3, 10).controller.persistentCongestions).toBe(1);
    expect(after(3, 10).lost).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(after(2, 10).controller.persistentCongestions).toBe(0);
  });

  it("is not when nothing was lost, nor a second time for the same silence", () => {
    expect(after(5, 0).controller.persistentCongestions).toBe(0);
    const sending = after(5, 10);
    for (let number = 11; number < 15; number++) sending.send(number, 20_100);
    sending.acknowledge(20_200, 14);
    expect(sending.lost).toContain(11);
    expect(sending.controller.persistentCongestions).toBe(1);
  });
});
