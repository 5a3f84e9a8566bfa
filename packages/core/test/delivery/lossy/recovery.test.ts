import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/testing/random.ts";
import { peerError } from "../../fixtures/failure.ts";
import { seed } from "../../fixtures/seed.ts";
import { Sending } from "./fixtures/sending.ts";
import { WatchingController } from "./fixtures/watching-controller.ts";

const protocol = peerError("ERR_COUNTERSIGN_PROTOCOL");

// spec: R-7
describe("a packet is lost", () => {
  it("when one sent three later is acknowledged, and not when one sent two later is", () => {
    const sending = Sending.of(10);
    sending.acknowledge(20, 2);
    expect(sending.lost).toEqual([]);
    sending.acknowledge(20, 4);
    expect(sending.lost).toEqual([0, 1]);
    expect([sending.recovery.packetsLost, sending.ends]).toEqual([2, [20, 20]]);
    expect(sending.recovery.inFlightBytes).toBe(6_000);
    expect([sending.controller.lost, sending.controller.acknowledged]).toEqual([[0, 1], [2, 4]]); // biome-ignore format: pairs
  });

  it("when one sent later is acknowledged and 9/8 of the round trip have passed since it was sent", () => {
    const sending = new Sending();
    sending.send(0, 0);
    sending.send(1, 10);
    sending.acknowledge(50, 1);
    // The round trip is 40 ms.
    expect(sending.lost).toEqual([0]);

    const patient = new Sending();
    patient.send(0, 0);
    patient.send(1, 1);
    patient.acknowledge(41, 1);
    expect([patient.lost, patient.recovery.nextTimeout()]).toEqual([[], 45]);
    patient.recovery.handleTimeout(44.9);
    expect(patient.lost).toEqual([]);
    patient.recovery.handleTimeout(45);
    expect([patient.lost, patient.probes, patient.recovery.nextTimeout()]).toEqual([[0], [], undefined]);
    expect(patient.controller.outcomes.at(-1)).toMatchObject({ now: 45, inFlightBytes: 0, roundTripMs: undefined });
  });

  it("and stays so: a late acknowledgement changes nothing", () => {
    const sending = Sending.of(5);
    sending.acknowledge(20, 4);
    expect(sending.lost).toEqual([0, 1]);
    const { length } = sending.controller.outcomes;
    sending.acknowledge(30, 0);
    sending.acknowledge(30, [0, 1]);
    expect(sending.acknowledged).toEqual([4]);
    expect(sending.controller.outcomes.length).toBe(length);
    expect(sending.recovery.inFlightBytes).toBe(2_000);
    expect(sending.recovery.roundTrip.latestMs).toBe(20);
  });

  it("without congestion when it only asked for a packet size", () => {
    const sending = new Sending();
    for (let number = 0; number < 4; number++) sending.send(number, 0, number === 0);
    sending.acknowledge(20, 3);
    expect([sending.lost, sending.controller.lost, sending.recovery.packetsLost]).toEqual([[0], [], 0]);
  });
});

describe("an acknowledgement", () => {
  it("counts once, whatever ranges it comes in", () => {
    const sending = Sending.of(6);
    sending.acknowledge(20, 5, [1, 3]);
    sending.acknowledge(21, [0, 5]);
    sending.acknowledge(22, [0, 5]);
    expect(sending.acknowledged).toEqual([5, 3, 2, 1, 4, 0].filter((number) => !sending.lost.includes(number)));
    expect([...sending.acknowledged, ...sending.lost].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(sending.recovery.inFlightBytes).toBe(0);
    expect(sending.recovery.nextTimeout()).toBeUndefined();
  });

  it("measures the round trip by the newest packet, if that is news", () => {
    const sending = new Sending();
    for (let number = 0; number < 3; number++) sending.send(number, 2 * number);
    sending.acknowledge(42, 1);
    expect(sending.recovery.roundTrip.latestMs).toBe(40);
    sending.acknowledge(43, [0, 1]);
    expect(sending.recovery.roundTrip.latestMs).toBe(40);
    expect(sending.controller.outcomes.at(-1)?.roundTripMs).toBeUndefined();
    sending.acknowledge(44.5, [0, 2]);
    expect(sending.recovery.roundTrip.latestMs).toBe(40.5);
    expect(sending.controller.outcomes.map(({ roundTripMs }) => roundTripMs)).toEqual([40, undefined, 40.5]);
  });

  it("of packets that nobody waits for is no news", () => {
    const sending = new Sending();
    sending.recovery.passOver(sending.recovery.begin(0));
    sending.acknowledge(10, 0);
    expect([sending.acknowledged, sending.controller.outcomes, sending.recovery.roundTrip.isGuess]).toEqual([
      [],
      [],
      true,
    ]);
    expect(sending.recovery.nextTimeout()).toBeUndefined();
  });

  // spec: R-6
  it("of a number that was never sent is a protocol error", () => {
    const sending = Sending.of(5);
    expect(() => sending.acknowledge(10, [2, 5])).toThrow(protocol);
    expect(() => new Sending().acknowledge(10, 0)).toThrow(protocol);
  });

  // spec: R-6
  it("of a number that was skipped is a protocol error, however late and alone it comes", () => {
    const withSkip = () => {
      const sending = Sending.of(5);
      sending.recovery.skip(5);
      for (let number = 6; number < 10; number++) sending.send(number, 1);
      return sending;
    };
    expect(() => withSkip().acknowledge(10, [0, 9])).toThrow(protocol);
    expect(() => withSkip().acknowledge(10, 5)).toThrow(protocol);
    const patient = withSkip();
    for (let number = 0; number < 5; number++) patient.acknowledge(10 + number, number);
    expect(() => patient.acknowledge(16, 5)).toThrow(protocol);
    const clever = withSkip();
    clever.acknowledge(10, [6, 9], [0, 4]);
    expect(() => clever.acknowledge(12, [4, 6])).toThrow(protocol);
    expect(() => clever.acknowledge(12, 5)).toThrow(protocol);
    const newest = Sending.of(5);
    newest.recovery.skip(5);
    expect(() => newest.acknowledge(10, 5)).toThrow(protocol);
  });
});

describe("a packet that is never acknowledged", () => {
  // spec: R-7
  it("is lost all the same when later ones are that ask for nothing", () => {
    const sending = Sending.of(1);
    for (let number = 1; number < 4; number++) sending.recovery.passOver(sending.recovery.begin(number));
    sending.acknowledge(10, [1, 2]);
    expect(sending.lost).toEqual([]);
    sending.acknowledge(11, [1, 3]);
    expect([sending.lost, sending.recovery.inFlightBytes, sending.recovery.packets.oldest]).toEqual([[0], 0, 4]);
  });

  // spec: R-14
  it("does not have all later ones remembered", () => {
    const sending = Sending.of(1);
    for (let number = 1; number < 2 ** 16; number++) sending.recovery.passOver(sending.recovery.begin(number));
    expect([sending.lost, sending.recovery.packets.oldest]).toEqual([[], 0]);
    for (let number = 2 ** 16; number < 2 ** 17; number++) sending.send(number, 5);
    expect([sending.lost, sending.recovery.packets.oldest]).toEqual([[0], 2 ** 16]);
    for (let number = 2 ** 17; number < 3 * 2 ** 16; number++) sending.send(number, 6);
    expect([sending.lost.length, sending.recovery.inFlightBytes]).toEqual([1 + 2 ** 16, 1_000 * 2 ** 16]);
  });
});

// spec
describe("another path", () => {
  it("gets a controller of its own, and everything under way is given up", () => {
    const sending = Sending.of(3);
    sending.acknowledge(40, 0);
    for (let i = 0; i < 2; i++) sending.wake();
    const other = new WatchingController();
    sending.recovery.handlePathChange(other, 900);
    expect(sending.lost).toEqual([1, 2]);
    expect([sending.recovery.inFlightBytes, sending.recovery.nextTimeout()]).toEqual([0, undefined]);
    expect([sending.controller.lost, other.lost, sending.recovery.packetsLost]).toEqual([[], [], 0]);
    expect(sending.recovery.roundTrip.isGuess).toBe(true);
    sending.send(3, 1_000);
    expect([other.sent, sending.recovery.nextTimeout()]).toEqual([[3], 1_125]);
    // What was sent the old way arrives all the same.
    sending.acknowledge(1_010, [1, 2]);
    expect([sending.acknowledged, other.acknowledged, sending.recovery.roundTrip.isGuess]).toEqual([[0], [], true]);
  });
});

it(`every packet is acknowledged or lost, once, and nothing is in flight then, seed ${seed}`, () => {
  const random = seededRandom(seed);
  for (let round = 0; round < 20; round++) {
    const sending = new Sending();
    const sent: number[] = [];
    let now = 0;
    for (let number = 0; number < 500; number++) {
      now += random.float() * 3;
      if (random.chance(0.02)) sending.recovery.skip(number);
      else if (random.chance(0.05)) sending.recovery.passOver(sending.recovery.begin(number));
      else {
        sending.send(number, now);
        sent.push(number);
      }
      if (random.chance(0.3) && sent.length > 0) sending.acknowledge(now, sent[random.integer(sent.length)] as number);
      if ((sending.recovery.nextTimeout() ?? now + 1) <= now) sending.recovery.handleTimeout(now);
      const settled = sending.acknowledged.length + sending.lost.length;
      expect(sending.recovery.inFlightBytes).toBe(1_000 * (sent.length - settled));
    }
    sending.send(500, now);
    sending.acknowledge(now + 10, 500);
    sending.recovery.handleTimeout(now + 1e6);
    const settled = [...sending.acknowledged, ...sending.lost].sort((a, b) => a - b);
    expect(settled).toEqual([...sent, 500]);
    expect([sending.recovery.inFlightBytes, sending.recovery.nextTimeout()]).toEqual([0, undefined]);
  }
});
