import { describe, expect, it } from "vitest";
import { OutgoingDatagrams } from "../../../src/delivery/lossy/outgoing-datagrams.ts";

// spec: R-11
describe("OutgoingDatagrams", () => {
  it("go out in their order, as they were when they were given", () => {
    const datagrams = new OutgoingDatagrams();
    const given = Uint8Array.of(1, 2, 3);
    datagrams.push(given);
    datagrams.push(Uint8Array.of(4));
    given.fill(9);
    expect([datagrams.queuedBytes, datagrams.first]).toEqual([8, Buffer.from([1, 2, 3])]);
    datagrams.shift();
    expect([datagrams.queuedBytes, datagrams.first]).toEqual([3, Buffer.from([4])]);
    datagrams.shift();
    expect([datagrams.queuedBytes, datagrams.first]).toEqual([0, undefined]);
    datagrams.shift();
    expect(datagrams.queuedBytes).toBe(0);
  });

  it("wait although they are empty: it is their frames that count", () => {
    const datagrams = new OutgoingDatagrams();
    datagrams.push(new Uint8Array());
    expect([datagrams.queuedBytes, datagrams.first]).toEqual([2, Buffer.alloc(0)]);
    datagrams.push(new Uint8Array(100));
    expect(datagrams.queuedBytes).toBe(2 + 103);
    datagrams.shift();
    datagrams.shift();
    expect([datagrams.queuedBytes, datagrams.first]).toEqual([0, undefined]);
  });
});
