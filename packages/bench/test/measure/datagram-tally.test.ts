import { describe, expect, it } from "vitest";
import { datagramMessage, type Tally, tallyRequest } from "../../src/measure/datagram-message.ts";
import { DatagramTally } from "../../src/measure/datagram-tally.ts";

const size = 64;

/** What a tally answers to these datagrams, each a millisecond after the last. */
function answerTo(...datagrams: Buffer[]): Promise<Tally> {
  return new Promise((resolve) => {
    let now = 0;
    const tally = new DatagramTally(resolve, () => now++);
    for (const datagram of datagrams) tally.handleDatagram(datagram);
    tally.handleDatagram(datagramMessage(size, { batch: 4, number: tallyRequest }));
  });
}

const batch = (...numbers: number[]) => numbers.map((number) => datagramMessage(size, { batch: 4, number }));

describe("DatagramTally", () => {
  it("counts what arrived, in any order, and the time from the first to the last", async () => {
    expect(await answerTo(...batch(0, 3, 1, 7))).toEqual({ batch: 4, received: 4, tookMs: 3 });
    expect(await answerTo()).toEqual({ batch: 4, received: 0, tookMs: 0 });
  });

  it("forgets the batch before, and what comes late of it", async () => {
    const late = datagramMessage(size, { batch: 3, number: 9 });
    expect(await answerTo(late, ...batch(0, 1), late)).toMatchObject({ batch: 4, received: 2 });
  });

  it("counts what the request overtook", async () => {
    const answer = new Promise<Tally>((resolve) => {
      const tally = new DatagramTally(resolve);
      const [first, second] = batch(0, 1) as [Buffer, Buffer];
      tally.handleDatagram(first);
      tally.handleDatagram(datagramMessage(size, { batch: 4, number: tallyRequest }));
      tally.handleDatagram(second);
    });
    expect(await answer).toMatchObject({ received: 2 });
  });

  it("tells of one that arrived twice, and of one that was changed", async () => {
    expect(await answerTo(...batch(0, 1, 1))).toMatchObject({ error: "datagram 1 arrived twice" });
    const [changed] = batch(2) as [Buffer];
    changed[size - 1] = (changed[size - 1] as number) ^ 1;
    expect(await answerTo(changed)).toMatchObject({ error: "datagram 2 arrived changed" });
  });

  it("ignores what is too short to be one", async () => {
    expect(await answerTo(Buffer.alloc(7))).toMatchObject({ received: 0 });
  });
});
