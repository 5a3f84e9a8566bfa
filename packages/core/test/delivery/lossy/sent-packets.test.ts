import { describe, expect, it } from "vitest";
import { SentPackets } from "../../../src/delivery/lossy/sent-packets.ts";
import { seededRandom } from "../../../src/testing/random.ts";
import { seed } from "../../fixtures/seed.ts";

function send(packets: SentPackets, number: number) {
  const record = packets.add(number);
  record.state = "in flight";
  return record;
}

describe("SentPackets", () => {
  it("finds packets by their numbers, and none that were never sent or are forgotten", () => {
    const packets = new SentPackets();
    expect(packets.at(0)).toBeUndefined();
    const records = [0, 1, 3].map((number) => send(packets, number));
    expect([0, 1, 2, 3, 4].map((number) => packets.at(number))).toEqual([
      records[0],
      records[1],
      undefined,
      records[2],
      undefined,
    ]);
    expect([packets.at(-1), packets.oldest, packets.next]).toEqual([undefined, 0, 4]);
    for (const number of [0, 1]) Object.assign(packets.at(number) ?? {}, { state: "settled" });
    packets.forget();
    expect([packets.oldest, packets.next, packets.at(0), packets.at(3)]).toEqual([3, 4, undefined, records[2]]);
    Object.assign(records[2] ?? {}, { state: "settled" });
    packets.forget();
    expect([packets.oldest, packets.at(3)]).toEqual([4, undefined]);
  });

  it("stop forgetting at the oldest in flight, however many after it are settled", () => {
    const packets = new SentPackets();
    send(packets, 0);
    for (let number = 1; number < 100; number++) send(packets, number).state = "settled";
    packets.forget();
    expect([packets.oldest, packets.at(0)?.number, packets.at(99)?.number]).toEqual([0, 0, 99]);
  });

  it("grow with all their packets in place, at any number", () => {
    for (const first of [0, 13, 2 ** 31 - 40, 2 ** 32 - 40, 2 ** 48 - 5_000]) {
      const packets = new SentPackets();
      packets.oldest = first;
      for (let number = first; number < first + 4_000; number++) send(packets, number).offset = number - first;
      for (let number = first; number < first + 4_000; number++) {
        expect(packets.at(number)?.offset, `${number} of ${first}`).toBe(number - first);
      }
    }
  });

  it("use the objects of forgotten packets again, blank", () => {
    const packets = new SentPackets();
    const seen = new Set<object>();
    for (let number = 0; number < 1_000; number++) {
      const record = send(packets, number);
      expect(record).toMatchObject({ length: 0, isEnd: false, grantedBytes: -1, acknowledges: -1, isSizeProbe: false });
      Object.assign(record, { length: 9, isEnd: true, grantedBytes: 9, acknowledges: 9, isSizeProbe: true });
      seen.add(record);
      record.state = "settled";
      packets.forget();
    }
    expect(seen.size).toBeLessThanOrEqual(16);
  });

  it(`agree with a map, seed ${seed}`, () => {
    const random = seededRandom(seed);
    const packets = new SentPackets();
    const model = new Map<number, number>();
    let next = 0;
    for (let step = 0; step < 20_000; step++) {
      if (random.chance(step % 4_000 < 2_000 ? 0.6 : 0.4)) {
        next += random.chance(0.02) ? 2 : 1;
        send(packets, next).bytes = step;
        model.set(next, step);
      } else {
        const number = packets.oldest + random.integer(Math.max(1, next - packets.oldest + 1));
        const record = packets.at(number);
        if (record?.state === "in flight") {
          expect(record.bytes).toBe(model.get(number));
          record.state = "settled";
        }
        model.delete(number);
      }
      packets.forget();
      const [oldest = packets.next] = model.keys();
      if (packets.oldest !== oldest) expect(packets.oldest, `step ${step}`).toBe(oldest);
    }
    for (const [number, bytes] of model)
      expect(packets.at(number)).toMatchObject({ number, bytes, state: "in flight" });
  });
});
