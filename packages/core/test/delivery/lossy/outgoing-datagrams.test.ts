import { describe, expect, it } from "vitest";
import { OutgoingDatagrams } from "../../../src/delivery/lossy/outgoing-datagrams.ts";
import { parseFrames } from "../../../src/packet/frame.ts";

/** The datagrams of the next packet, which has `room` bytes for frames. */
function written(datagrams: OutgoingDatagrams, room: number, largest = room): string[] {
  const packet = Buffer.alloc(5 + room + 5, 0xee);
  const end = datagrams.write(packet, 5, 5 + room, largest);
  const found: string[] = [];
  parseFrames(packet.subarray(5, end), {
    handleFrame: (_type, plaintext, start, stop) => void found.push(plaintext.toString("latin1", start, stop)),
  });
  expect(packet.subarray(end).every((byte) => byte === 0xee)).toBe(true);
  return found;
}

function queue(...texts: string[]): OutgoingDatagrams {
  const datagrams = new OutgoingDatagrams();
  for (const text of texts) datagrams.push(Buffer.from(text));
  return datagrams;
}

// spec: R-11
describe("OutgoingDatagrams", () => {
  it("go out in their order, as they were when they were given", () => {
    const datagrams = new OutgoingDatagrams();
    const given = Buffer.from("abc");
    datagrams.push(given);
    datagrams.push(Buffer.from("d"));
    given.fill(9);
    expect(datagrams.queuedBytes).toBe(5 + 3);
    expect(written(datagrams, 100)).toEqual(["abc", "d"]);
    expect(datagrams.queuedBytes).toBe(0);
    expect(written(datagrams, 100)).toEqual([]);
  });

  it("wait for the next packet when this one is full, and are never cut", () => {
    const datagrams = queue("one", "two", "three");
    expect(written(datagrams, 11)).toEqual(["one", "two"]);
    expect(datagrams.queuedBytes).toBe(7);
    expect(written(datagrams, 6, 11)).toEqual([]);
    expect(written(datagrams, 7, 11)).toEqual(["three"]);
  });

  it("wait although they are empty: it is their frames that count", () => {
    const datagrams = queue("");
    expect(datagrams.queuedBytes).toBe(2);
    expect(written(datagrams, 100)).toEqual([""]);
    expect(datagrams.queuedBytes).toBe(0);
  });

  it("are dropped when packets have become too small for them", () => {
    const datagrams = queue("x".repeat(50), "y", "z".repeat(60), "last");
    expect(written(datagrams, 30)).toEqual(["y", "last"]);
    expect(datagrams.queuedBytes).toBe(0);
  });
});
