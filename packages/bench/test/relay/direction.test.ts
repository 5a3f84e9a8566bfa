import { describe, expect, it } from "vitest";
import { type Conditions, calm } from "../../src/relay/conditions.ts";
import { Direction, heldBackMs, mostHeldPackets, newCounter } from "../../src/relay/direction.ts";
import { Fates } from "../../src/relay/fates.ts";

function stage(asked: Partial<Conditions>) {
  const conditions = { ...calm, ...asked };
  const counter = newCounter();
  return {
    counter,
    direction: new Direction<number>(conditions, counter),
    fates: new Fates(conditions, 3, "test"),
  };
}

describe("Direction", () => {
  it("takes half of a round trip's delay", () => {
    const { direction, fates } = stage({ delayMs: 20 });
    direction.push(1, 100, fates, 5);
    expect(direction.nextAt).toBe(15);
    expect(direction.take(14)).toEqual([]);
    expect(direction.take(15)).toEqual([1]);
  });

  it("keeps the order of what passes, and lets others past what is held back", () => {
    const { direction, fates, counter } = stage({ reorder: 0.2 });
    for (let packet = 0; packet < 100; packet++) direction.push(packet, 100, fates, 0);
    const first = direction.take(heldBackMs - 1);
    const later = direction.take(heldBackMs);
    expect(first.concat(later).sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, packet) => packet));
    expect(first).toEqual([...first].sort((a, b) => a - b));
    expect(later).toHaveLength(counter.heldBack);
    expect(later.length).toBeGreaterThan(0);
  });

  it("counts what it loses by chance", () => {
    const { direction, fates, counter } = stage({ loss: 0.5 });
    for (let packet = 0; packet < 1_000; packet++) direction.push(packet, 100, fates, 0);
    expect(direction.take(0)).toHaveLength(1_000 - counter.lost);
    expect(counter).toMatchObject({ received: 1_000, heldBack: 0, congested: 0, overflowed: 0 });
    expect(Math.abs(counter.lost - 500)).toBeLessThan(70);
  });

  it("lets through what the rate allows, a queue behind it, and loses the rest", () => {
    // 1 MB/s is a packet of 1,000 bytes a millisecond; the queue is 64 KiB, 65 such packets.
    const { direction, fates, counter } = stage({ bytesPerSecond: 1e6 });
    for (let packet = 0; packet < 100; packet++) direction.push(packet, 1_000, fates, 0);
    expect(counter).toMatchObject({ congested: 35, overflowed: 0 });
    expect(direction.take(10)).toHaveLength(10);
    direction.push(100, 1_000, fates, 10);
    expect(counter.congested).toBe(35);
    expect(direction.take(65)).toHaveLength(55);
    expect(direction.take(66)).toEqual([100]);
  });

  it("has a queue of a round trip's worth behind a fast line", () => {
    const { direction, fates, counter } = stage({ bytesPerSecond: 10e6, delayMs: 20 });
    for (let packet = 0; packet < 300; packet++) direction.push(packet, 1_000, fates, 0);
    expect(counter.congested).toBe(100);
  });

  it("holds no more than it says, and tells what it lost itself", () => {
    const { direction, fates, counter } = stage({ delayMs: 1_000 });
    for (let packet = 0; packet < mostHeldPackets + 5; packet++) direction.push(packet, 100, fates, 0);
    expect(counter).toMatchObject({ overflowed: 5, congested: 0, lost: 0 });
  });
});
