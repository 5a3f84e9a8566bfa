import { describe, expect, it } from "vitest";
import { IncomingPackets } from "../src/incoming-packets.ts";
import { framed } from "./listening.ts";
import { seeded } from "./random.ts";

describe("IncomingPackets", () => {
  it("cuts packets out of any chunks", () => {
    const random = seeded();
    for (let round = 0; round < 200; round++) {
      const packets = Array.from({ length: 20 }, () => random.bytes(random.integer(1, 300)));
      const stream = Buffer.concat(packets.map(framed));
      const incoming = new IncomingPackets();
      const received: Buffer[] = [];
      for (let at = 0; at < stream.length; ) {
        const end = at + random.integer(1, round + 1);
        received.push(...readAll(incoming, stream.subarray(at, end)));
        at = end;
      }
      expect(received.length).toBe(packets.length);
      expect(received.every((packet, index) => packets[index]?.equals(packet))).toBe(true);
    }
  });

  it("hands over a packet that lies in one chunk without a copy", () => {
    const incoming = new IncomingPackets();
    const chunk = Buffer.concat([framed(Buffer.from("one")), framed(Buffer.from("two"))]);
    incoming.push(chunk);
    for (const offset of [4, 11]) {
      const packet = incoming.next();
      expect(packet?.buffer).toBe(chunk.buffer);
      expect(packet?.byteOffset).toBe(chunk.byteOffset + offset);
    }
    expect(incoming.next()).toBeUndefined();
  });

  it("keeps no part of a chunk that it was given for a while only", () => {
    const incoming = new IncomingPackets();
    const first = Buffer.from(framed(Buffer.from("abcdef")).subarray(0, 7));
    incoming.push(first);
    expect(incoming.next()).toBeUndefined();
    first.fill(0);
    expect(readAll(incoming, Buffer.from("def"))).toEqual([Buffer.from("abcdef")]);
  });

  it("goes on with what it kept when more arrives", () => {
    const stream = Buffer.concat(["one", "two", "three"].map((text) => framed(Buffer.from(text))));
    const incoming = new IncomingPackets();
    const first = Buffer.from(stream.subarray(0, 15));
    incoming.push(first);
    expect(String(incoming.next())).toBe("one");
    incoming.keep();
    first.fill(0);
    expect(readAll(incoming, stream.subarray(15)).map(String)).toEqual(["two", "three"]);
  });

  it("takes memory for the bytes that came, not for those a length promises", () => {
    const beginning = framed(Buffer.alloc(131_072)).subarray(0, 100);
    const before = process.memoryUsage().arrayBuffers;
    const all = Array.from({ length: 1_000 }, () => {
      const incoming = new IncomingPackets();
      incoming.limit = 131_072;
      readAll(incoming, beginning);
      return incoming;
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(all.length * 1_024);
  });

  it("applies a new limit to the next packet of the same chunk", () => {
    const incoming = new IncomingPackets();
    incoming.push(Buffer.concat([framed(Buffer.alloc(4_096)), framed(Buffer.alloc(4_097))]));
    expect(incoming.next()?.length).toBe(4_096);
    incoming.limit = 4_097;
    expect(incoming.next()?.length).toBe(4_097);
  });
});

function readAll(incoming: IncomingPackets, chunk: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  incoming.push(chunk);
  for (let packet = incoming.next(); packet; packet = incoming.next()) packets.push(Buffer.from(packet));
  return packets;
}
