import { describe, expect, it } from "vitest";
import { establishedPair, limits, type MachinePair } from "../fixtures/machine-pair.ts";

const forever = { limits: { ...limits, idleTimeoutMs: 0 } };
const minutes = 60_000;

/** A pair without keep-alive, and every packet that either sends. */
const openPair = () => establishedPair({ lossy: true, client: forever, server: forever });
const packets = ({ client, server }: MachinePair) => client.sent.length + server.sent.length;

async function expectSilence(pair: MachinePair): Promise<void> {
  await pair.advance(minutes);
  const before = packets(pair);
  await pair.advance(60 * minutes);
  expect(packets(pair) - before).toBe(0);
}

describe("two ends that nobody makes say anything fall silent", () => {
  it("after messages and datagrams both ways, some of them lost", async () => {
    const pair = await openPair();
    let seen = 0;
    pair.tap = (packet) => (++seen % 5 === 0 ? undefined : packet);
    for (let count = 0; count < 50; count++) {
      for (const side of [pair.client, pair.server]) {
        side.machine.send(Buffer.alloc(3_000));
        side.machine.traffic?.delivery.sendDatagram(Buffer.alloc(10));
      }
      await pair.advance(20);
    }
    await expectSilence(pair);
  });

  it("after the client has moved", async () => {
    const pair = await openPair();
    for (const address of ["home", "away", "home"]) {
      pair.clientPath = { address, proven: false };
      pair.client.send(address);
      pair.server.send(address);
      await pair.advance(1_000);
    }
    await expectSilence(pair);
  });

  it("when one has said that it is done, and the other never does", async () => {
    const pair = await openPair();
    pair.client.send("last");
    pair.client.machine.traffic?.finish();
    await expectSilence(pair);
  });

  it("when both end it at the same time", async () => {
    for (const ends of [(pair: MachinePair) => pair.client, (pair: MachinePair) => pair.server]) {
      const pair = await openPair();
      for (const side of [pair.client, pair.server]) side.machine.close(pair.now);
      await pair.settle();
      ends(pair).machine.abort(new Error("enough"), pair.now);
      await expectSilence(pair);
      expect([pair.client.gone, pair.server.gone]).toEqual([true, true]);
    }
    const pair = await openPair();
    for (const side of [pair.client, pair.server]) side.machine.abort(new Error("enough"), pair.now);
    await expectSilence(pair);
    expect([pair.client.gone, pair.server.gone]).toEqual([true, true]);
  });
});
