import { describe, expect, it } from "vitest";
import { noFaults } from "../../src/testing/faults.ts";
import type { Faults } from "../../src/testing/index.ts";
import { simulatedNetwork } from "../../src/testing/network.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { accepting } from "./memory-pair.ts";
import { seed } from "./network-pair.ts";
import { RecordingSink } from "./recording-sink.ts";

const sentPackets = 4_000;
const packetBytes = 64;

interface Arrival {
  readonly number: number;
  /** Since the packet was sent. */
  readonly travelledMs: number;
  readonly flippedBits: number;
}

/** Sends numbered packets, one a millisecond, and tells what arrived. */
async function observe(faults: Partial<Faults>, { seed: from = seed, count = sentPackets } = {}) {
  const clock = virtualClock();
  const network = simulatedNetwork({ seed: from, clock, ...faults });
  const arrivals: Arrival[] = [];
  const sink = new RecordingSink();
  sink.onPacket = (packet) => {
    const number = new DataView(packet.buffer, packet.byteOffset).getUint32(0);
    const flippedBits = packet.subarray(4).reduce((bits, byte) => bits + onesIn(byte), 0);
    arrivals.push({ number, travelledMs: clock.now() - number, flippedBits });
  };
  const transport = network.transport();
  await transport.listen("sim:server", { ...accepting((link) => link.start(sink)), screen: () => "admit" });
  const link = await transport.dial("sim:server");
  for (let number = 0; number < count; number += 1) {
    clock.setTimer(() => {
      const loan = link.reserve(packetBytes);
      loan?.fill(0);
      if (loan) new DataView(loan.buffer, loan.byteOffset).setUint32(0, number);
      link.commit(packetBytes);
      link.flush();
    }, number);
  }
  await clock.runUntilIdle();
  return { arrivals, counters: network.counters["client-to-server"] };
}

function onesIn(byte: number): number {
  return byte.toString(2).replaceAll("0", "").length;
}

function isAmong(arrivals: readonly Arrival[]): (arrival: Arrival) => boolean {
  const known = new Set(arrivals.map((arrival) => JSON.stringify(arrival)));
  return (arrival) => known.has(JSON.stringify(arrival));
}

/** Within four standard deviations of what the probability promises. */
function expectShare(count: number, probability: number, of: number): void {
  const deviation = Math.sqrt(of * probability * (1 - probability));
  expect(Math.abs(count - of * probability)).toBeLessThanOrEqual(4 * deviation);
}

describe(`simulatedNetwork: faults (seed ${seed})`, () => {
  it("has none unless asked: every packet takes the delay, in order and unchanged", async () => {
    const { arrivals, counters } = await observe({ delayMs: 25 });
    expect(arrivals.map(({ number }) => number)).toEqual(Array.from({ length: sentPackets }, (_, index) => index));
    expect(arrivals.every(({ travelledMs, flippedBits }) => travelledMs === 25 && flippedBits === 0)).toBe(true);
    expect(counters).toEqual({
      sent: sentPackets,
      injected: 0,
      delivered: sentPackets,
      dropped: 0,
      duplicated: 0,
      corrupted: 0,
      reordered: 0,
    });
  });

  it.each([0.01, 0.3])("loses packets with probability %d", async (loss) => {
    const { arrivals, counters } = await observe({ loss });
    expectShare(counters.dropped, loss, sentPackets);
    expect(arrivals).toHaveLength(sentPackets - counters.dropped);
  });

  it("loses all of them with probability 1", async () => {
    const { counters } = await observe({ loss: 1 }, { count: 100 });
    expect(counters).toMatchObject({ sent: 100, delivered: 0, dropped: 100 });
  });

  it("loses packets independently of each other", async () => {
    const loss = 0.3;
    const { arrivals } = await observe({ loss });
    const arrived = new Set(arrivals.map(({ number }) => number));
    const pairs = Array.from({ length: sentPackets - 1 }, (_, index) => index);
    const bothLost = pairs.filter((number) => !arrived.has(number) && !arrived.has(number + 1)).length;
    expectShare(bothLost, loss * loss, sentPackets);
  });

  it("duplicates packets", async () => {
    const duplication = 0.2;
    const { arrivals, counters } = await observe({ duplication });
    expectShare(counters.duplicated, duplication, sentPackets);
    expect(arrivals).toHaveLength(sentPackets + counters.duplicated);
    expect(new Set(arrivals.map(({ number }) => number)).size).toBe(sentPackets);
  });

  it("flips one bit of a corrupted packet, anywhere", async () => {
    const corruption = 0.2;
    const { arrivals, counters } = await observe({ corruption });
    expectShare(counters.corrupted, corruption, sentPackets);
    const flipped = arrivals.filter(({ flippedBits }) => flippedBits > 0);
    expect(flipped.every(({ flippedBits }) => flippedBits === 1)).toBe(true);
    expectShare(flipped.length, (corruption * (packetBytes - 4)) / packetBytes, sentPackets);
  });

  it("spreads delays evenly over the jitter, which reorders", async () => {
    const { arrivals } = await observe({ delayMs: 10, jitterMs: 40 });
    const delays = arrivals.map(({ travelledMs }) => travelledMs);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...delays)).toBeLessThan(50);
    for (let quarter = 10; quarter < 50; quarter += 10) {
      expectShare(delays.filter((delay) => delay >= quarter && delay < quarter + 10).length, 0.25, sentPackets);
    }
    expect(arrivals.some(({ number }, index) => number < (arrivals[index - 1]?.number ?? 0))).toBe(true);
  });

  it("holds packets back, so that later ones overtake them", async () => {
    const reordering = 0.1;
    const { arrivals, counters } = await observe({ reordering, reorderingMs: 5.5 });
    expectShare(counters.reordered, reordering, sentPackets);
    const late = arrivals.filter(({ travelledMs }) => travelledMs > 15);
    expect(late).toHaveLength(counters.reordered);
    const overtaken = arrivals.filter(({ number }, index) => number < (arrivals[index - 1]?.number ?? 0));
    expect(overtaken.length).toBeGreaterThan(0);
    expect(overtaken.every(({ travelledMs }) => travelledMs === 15.5)).toBe(true);
  });

  it("loses no packet from its books, with every fault at once", async () => {
    const faults = { loss: 0.1, duplication: 0.1, corruption: 0.1, reordering: 0.1, jitterMs: 20 };
    const { counters, arrivals } = await observe(faults);
    expect(counters.delivered).toBe(arrivals.length);
    expect(counters.sent + counters.duplicated).toBe(counters.delivered + counters.dropped);
  });

  it("passes as many bytes as the bottleneck allows, and drops what its queue cannot hold", async () => {
    const unbounded = await observe({ delayMs: 0, bandwidth: packetBytes / 2 }, { count: 100 });
    expect(unbounded.arrivals.map(({ travelledMs }) => travelledMs)).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 2),
    );
    const queueBytes = 3 * packetBytes;
    const bounded = await observe({ delayMs: 0, bandwidth: packetBytes / 2, queueBytes }, { count: 1_000 });
    expect(bounded.counters.delivered).toBeGreaterThanOrEqual(500);
    expect(bounded.counters.delivered).toBeLessThanOrEqual(505);
    expect(Math.max(...bounded.arrivals.map(({ travelledMs }) => travelledMs))).toBeLessThanOrEqual(2 * 4);
  });
});

describe("simulatedNetwork: determinism", () => {
  const faults = { loss: 0.1, duplication: 0.1, corruption: 0.1, reordering: 0.1, jitterMs: 20 };

  it("gives the same trace with the same seed, and another with another", async () => {
    const count = 500;
    const [one, same, other] = [
      await observe(faults, { seed: 1, count }),
      await observe(faults, { seed: 1, count }),
      await observe(faults, { seed: 2, count }),
    ];
    expect(same).toEqual(one);
    expect(other.arrivals).not.toEqual(one.arrivals);
  });

  it("leaves what the other faults do as it was when one changes", async () => {
    const lossy = await observe({ jitterMs: 20, loss: 0.5 }, { count: 500 });
    const whole = await observe({ jitterMs: 20 }, { count: 500 });
    expect(lossy.arrivals.length).toBeLessThan(500);
    expect(lossy.arrivals.filter(isAmong(whole.arrivals))).toEqual(lossy.arrivals);
    const doubled = await observe({ jitterMs: 20, duplication: 0.5 }, { count: 500 });
    expect(whole.arrivals.filter(isAmong(doubled.arrivals))).toEqual(whole.arrivals);
  });
});

describe("simulatedNetwork: values", () => {
  const network = () => simulatedNetwork({ seed, clock: virtualClock() });

  it.each([
    [{ loss: 1.1 }, /loss is 1.1/],
    [{ duplication: -0.1 }, /duplication/],
    [{ corruption: Number.NaN }, /corruption is NaN/],
    [{ delayMs: -1 }, /delayMs is -1/],
    [{ bandwidth: 0 }, /bandwidth is 0/],
  ])("are refused: %o", (faults, message) => {
    expect(() => network().change(faults)).toThrow(message);
    expect(() => simulatedNetwork({ seed, clock: virtualClock(), ...faults })).toThrow(message);
  });

  it("are taken: the defaults", () => {
    expect(() => network().change(noFaults)).not.toThrow();
  });

  it("are refused: packets smaller than every link carries", () => {
    expect(() => simulatedNetwork({ seed, clock: virtualClock(), maxPacketBytes: 1_199 })).toThrow(/maxPacketBytes/);
  });
});
