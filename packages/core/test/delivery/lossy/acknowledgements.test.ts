import { describe, expect, it } from "vitest";
import { readAckFrame } from "../../../src/delivery/lossy/ack-frame.ts";
import { Acknowledgements } from "../../../src/delivery/lossy/acknowledgements.ts";
import { parseFrames } from "../../../src/packet/frame.ts";
import { type SeededRandom, seededRandom } from "../../../src/testing/random.ts";
import { maxAckDelayMs } from "../../../src/wire.ts";
import { seed } from "../../fixtures/seed.ts";

interface Told {
  readonly ranges: number[][];
  readonly delayMs: number;
}

/** Writes the frame, and reads it as the peer does. */
function tell(acknowledgements: Acknowledgements, now = 0): Told {
  const packet = Buffer.alloc(600);
  const bytes = acknowledgements.frameBytes(now);
  expect(acknowledgements.write(packet, 3, now)).toBe(3 + bytes);
  const ranges: number[][] = [];
  let delayMs = -1;
  parseFrames(packet.subarray(3, 3 + bytes), {
    handleFrame(_type, plaintext, start, end) {
      const handleAckRange = (smallest: number, largest: number) => ranges.push([smallest, largest]);
      delayMs = readAckFrame(plaintext, start, end, { handleAckRange });
    },
  });
  return { ranges, delayMs };
}

function received(...numbers: number[]): Acknowledgements {
  const acknowledgements = new Acknowledgements();
  for (const number of numbers) acknowledgements.handlePacket(number, true, false, 0);
  return acknowledgements;
}

/** Packets 0 to `count` - 1 have come and the peer was told, at time 0. */
function running(count: number): Acknowledgements {
  const acknowledgements = received(...Array(count).keys());
  tell(acknowledgements);
  return acknowledgements;
}

// spec: R-5
describe("Acknowledgements", () => {
  it("are owed for packets that ask, until written", () => {
    const acknowledgements = new Acknowledgements();
    expect([acknowledgements.owed, acknowledgements.nextTimeout(), acknowledgements.largest]).toEqual([
      false,
      undefined,
      -1,
    ]);
    expect(acknowledgements.frameBytes(0)).toBe(0);
    acknowledgements.handlePacket(0, false, false, 0);
    expect([acknowledgements.owed, acknowledgements.due(1_000)]).toEqual([false, false]);
    acknowledgements.handlePacket(1, true, false, 1_000);
    expect([acknowledgements.owed, acknowledgements.due(1_000), acknowledgements.largest]).toEqual([true, false, 1]);
    expect(tell(acknowledgements, 1_000)).toEqual({ ranges: [[0, 1]], delayMs: 0 });
    expect([acknowledgements.owed, acknowledgements.nextTimeout(), acknowledgements.due(2_000)]).toEqual([
      false,
      undefined,
      false,
    ]);
  });

  it("are due 5 ms after the first packet that waits", () => {
    const acknowledgements = running(101);
    acknowledgements.handlePacket(101, true, false, 10.1);
    acknowledgements.handlePacket(102, true, false, 12);
    expect(acknowledgements.nextTimeout()).toBe(10.1 + maxAckDelayMs);
    expect(acknowledgements.due(15)).toBe(false);
    expect(acknowledgements.due(10.1 + maxAckDelayMs)).toBe(true);
  });

  it("are due at the end of the turn for every second packet of the first 100, then for every 16th", () => {
    const acknowledgements = new Acknowledgements();
    const dueAt: number[] = [];
    for (let number = 0; number < 150; number++) {
      acknowledgements.handlePacket(number, true, false, 0);
      if (!acknowledgements.due(0)) continue;
      dueAt.push(number);
      tell(acknowledgements);
    }
    expect(dueAt).toEqual([...Array.from({ length: 50 }, (_, index) => 2 * index + 1), 115, 131, 147]);
  });

  it("are due at the end of the turn for a packet that asks for it, and stay so", () => {
    const acknowledgements = running(101);
    acknowledgements.handlePacket(101, true, true, 0);
    acknowledgements.handlePacket(102, true, false, 0);
    expect(acknowledgements.due(0)).toBe(true);
  });

  it("are due at the end of the turn for a packet that leaves a gap, or fills one", () => {
    const acknowledgements = running(101);
    for (const [number, due] of [
      [101, false],
      [103, true],
      [104, false],
      [102, true],
      [105, false],
    ] as const) {
      acknowledgements.handlePacket(number, true, false, 0);
      expect(acknowledgements.due(0), `packet ${number}`).toBe(due);
      if (due) tell(acknowledgements);
    }
  });

  it("are due for the next packet that asks when one that does not has left a gap", () => {
    const acknowledgements = running(101);
    acknowledgements.handlePacket(102, false, false, 0);
    expect(acknowledgements.due(0)).toBe(false);
    acknowledgements.handlePacket(103, true, false, 0);
    expect(acknowledgements.due(0)).toBe(true);
  });

  it("say how long after the largest number they are written", () => {
    const acknowledgements = received();
    acknowledgements.handlePacket(7, true, false, 100);
    acknowledgements.handlePacket(6, true, false, 103);
    expect(tell(acknowledgements, 104.25)).toEqual({ ranges: [[6, 7]], delayMs: 4.25 });
    expect(tell(acknowledgements, 99).delayMs).toBe(0);
  });

  it("name the newest 32 ranges", () => {
    const acknowledgements = received(...Array.from({ length: 40 }, (_, index) => 3 * index));
    const newest = Array.from({ length: 32 }, (_, index) => [117 - 3 * index, 117 - 3 * index]);
    expect(tell(acknowledgements).ranges).toEqual(newest);
    acknowledgements.handlePacket(1, true, false, 0);
    expect(tell(acknowledgements).ranges).toEqual(newest);
    acknowledgements.handlePacket(23, true, false, 0);
    expect(tell(acknowledgements).ranges.at(-1)).toEqual([23, 24]);
  });

  it("take numbers up to the largest", () => {
    const numbers = [2 ** 31, 2 ** 32, 2 ** 48 - 1];
    expect(tell(received(...numbers)).ranges).toEqual(numbers.reverse().map((number) => [number, number]));
  });

  it("do not name again what the peer knows, except for the largest number", () => {
    const acknowledgements = received(0, 1, 5, 6, 9);
    tell(acknowledgements);
    acknowledgements.handleAcknowledged(5);
    expect(tell(acknowledgements).ranges).toEqual([
      [9, 9],
      [6, 6],
    ]);
    acknowledgements.handleAcknowledged(9);
    expect(tell(acknowledgements).ranges).toEqual([[9, 9]]);
    acknowledgements.handlePacket(10, true, false, 0);
    expect(tell(acknowledgements).ranges).toEqual([[9, 10]]);
  });

  it("name what came late, below what the peer knows", () => {
    const acknowledgements = received(0, 1, 5, 6);
    tell(acknowledgements);
    acknowledgements.handlePacket(3, true, false, 0);
    acknowledgements.handleAcknowledged(6);
    expect(tell(acknowledgements).ranges).toEqual([
      [5, 6],
      [3, 3],
    ]);
    acknowledgements.handleAcknowledged(6);
    acknowledgements.handlePacket(2, true, false, 0);
    expect(tell(acknowledgements).ranges).toEqual([
      [6, 6],
      [2, 2],
    ]);
  });

  it(`agree with a set of all numbers, seed ${seed}`, () => {
    const random = seededRandom(seed);
    for (let round = 0; round < 40; round++) compare(random);
  });
});

/** Numbers in any order, some of them never; what is told is what has come, but for what is too old or known. */
function compare(random: SeededRandom): void {
  const acknowledgements = new Acknowledgements();
  const sent = Array.from({ length: 1_000 }, (_, number) => number).filter(() => random.chance(0.9));
  const reach = 1 + random.integer(30);
  const keys = new Map(sent.map((number) => [number, number + random.float() * reach]));
  sent.sort((a, b) => (keys.get(a) as number) - (keys.get(b) as number));
  const untold = new Set<number>();
  const came = new Set<number>();
  let known = -1;
  for (const number of sent) {
    acknowledgements.handlePacket(number, true, false, 0);
    came.add(number);
    untold.add(number);
    if (!random.chance(0.2)) continue;
    const { ranges } = tell(acknowledgements);
    const named = new Set(ranges.flatMap(([smallest = 0, largest = 0]) => numbersOf(smallest, largest)));
    expect(ranges.length).toBeLessThanOrEqual(32);
    expect(ranges[0]?.[1]).toBe(Math.max(...came));
    for (const each of named) if (!came.has(each)) throw new Error(`${each} never came.`);
    const oldest = ranges.length === 32 ? Math.min(...named) : 0;
    for (const each of came) {
      const isOwed = each >= oldest && (each > known || untold.has(each));
      if (isOwed && !named.has(each)) throw new Error(`${each} is missing.`);
    }
    untold.clear();
    if (!random.chance(0.3)) continue;
    known = Math.max(known, acknowledgements.largest - random.integer(100));
    acknowledgements.handleAcknowledged(known);
  }
}

function numbersOf(smallest: number, largest: number): number[] {
  return Array.from({ length: largest - smallest + 1 }, (_, index) => smallest + index);
}
