import { describe, expect, it } from "vitest";
import { seed } from "../../../fixtures/seed.ts";
import { type LoopbackOptions, loopback } from "./fixtures/loopback.ts";

/** After 300 ms, and for so long: the part of its waking time that the receiver had to work, and what was dropped. */
function load(options: Omit<LoopbackOptions, "seed">, forMs = 900) {
  const { receiver, runUntil } = loopback({ ...options, seed });
  runUntil(300);
  const [busyMs, stalledMs] = [receiver.busyMs, receiver.stalls.totalMs];
  const [received, dropped] = [receiver.receivedPackets, receiver.droppedPackets];
  runUntil(300 + forMs);
  const awakeMs = forMs - (receiver.stalls.totalMs - stalledMs);
  const lost = receiver.droppedPackets - dropped;
  return { work: (receiver.busyMs - busyMs) / awakeMs, drops: lost / (lost + receiver.receivedPackets - received) };
}

const stalls = { everyMs: 40, forMs: 10 };
const crowd = { everyMs: 10, forMs: 10, wakeMs: 5 };

describe(`model-based congestion control keeps the receiver of one machine busy (seed ${seed})`, () => {
  const quiet: readonly (readonly [megabytes: number, packetBytes: number, forMs: number])[] = [
    [50, 1_200, 900],
    [100, 1_200, 600],
    [100, 60_000, 900],
    [300, 16_384, 600],
    [1_000, 60_000, 300],
    [3_000, 60_000, 100],
  ];
  for (const [megabytes, packetBytes, forMs] of quiet)
    it(`${megabytes} MB/s in packets of ${packetBytes}`, () => {
      const { work, drops } = load({ rate: megabytes * 1_000, packetBytes }, forMs);
      expect(work).toBeGreaterThan(0.9);
      expect(drops).toBeLessThan(0.01);
    });

  for (const megabytes of [50, 100])
    for (const packetBytes of [1_200, 16_384, 60_000])
      it(`${megabytes} MB/s in packets of ${packetBytes}, while both stall`, () => {
        const { work, drops } = load({ rate: megabytes * 1_000, packetBytes, stalls });
        expect(work).toBeGreaterThan(0.7);
        expect(drops).toBeLessThan(0.01);
      });

  for (const packetBytes of [1_200, 16_384])
    it(`50 MB/s in packets of ${packetBytes}, while both wait for a processor most of the time`, () => {
      const { work, drops } = load({ rate: 50_000, packetBytes, stalls: crowd });
      expect(work).toBeGreaterThan(0.6);
      expect(drops).toBeLessThan(0.01);
    });

  it("with a socket whose buffer takes 2 ms, of which little is dropped", () => {
    const { work, drops } = load({ rate: 100_000, packetBytes: 1_200, stalls, bufferBytes: 212_992 });
    expect(work).toBeGreaterThan(0.6);
    expect(drops).toBeLessThan(0.1);
  });
});

describe(`model-based congestion control from the start (seed ${seed})`, () => {
  for (const packetBytes of [1_200, 16_384])
    it(`brings 1 MiB over 20 ms in seven and a half round trips, packets of ${packetBytes}`, () => {
      // Doubling ten packets of 1,200 bytes each round trip takes seven.
      const { receiver, runUntil } = loopback({ seed, rate: 100_000, packetBytes, roundTripMs: 20 });
      runUntil(150);
      expect(receiver.receivedBytes).toBeGreaterThan(2 ** 20);
    });
});
