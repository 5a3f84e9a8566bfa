import { array, assert, type IProperty, integer, property, tuple, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { IncomingPackets } from "../src/incoming-packets.ts";
import { seed } from "./fuzz/inputs.ts";
import { framed } from "./listening.ts";

const packetOf = (maxLength: number) => uint8Array({ minLength: 1, maxLength }).map((bytes) => Buffer.from(bytes));

/** Where a stream is cut into chunks: in tenths of a per mille of its length, so that cuts shrink with it. */
const cuts = array(integer({ min: 0, max: 10_000 }), { maxLength: 30 });

describe(`any stream of packets, seed ${seed}:`, { timeout: 60_000 }, () => {
  it("comes out the same, whatever the chunks", () => {
    check(
      property(array(packetOf(200), { minLength: 1, maxLength: 20 }), cuts, (packets, places) => {
        const stream = Buffer.concat(packets.map(framed));
        const received = read(chunksOf(stream, places));
        expect(received).toEqual(packets);
      }),
    );
  });

  it("comes out the same when its reader stops after any packet, and goes on with the next chunk", () => {
    const pauses = array(integer({ min: 0, max: 3 }), { maxLength: 30 });
    check(
      property(array(packetOf(50), { minLength: 1, maxLength: 20 }), cuts, pauses, (packets, places, stops) => {
        const stream = Buffer.concat(packets.map(framed));
        expect(read(chunksOf(stream, places), stops)).toEqual(packets);
      }),
    );
  });

  it("breaks at the first length that is not allowed, and loses nothing before it", () => {
    const wrong = integer({ min: 0, max: 0xffff_ffff }).filter((length) => length === 0 || length > 4_096);
    check(
      property(
        tuple(array(packetOf(50), { maxLength: 5 }), wrong, packetOf(20)),
        cuts,
        ([packets, length, rest], places) => {
          const prefix = Buffer.alloc(4);
          prefix.writeUInt32BE(length);
          const stream = Buffer.concat([...packets.map(framed), prefix, rest]);
          const received: Buffer[] = [];
          const code = packets.length === 0 ? "ERR_COUNTERSIGN_NOT_COUNTERSIGN" : "ERR_COUNTERSIGN_LIMIT";
          expect(() => read(chunksOf(stream, places), [], received)).toThrow(expect.objectContaining({ code }));
          expect(received).toEqual(packets);
        },
      ),
    );
  });
});

it("a stream of packets may be cut at any three places, its lengths too", () => {
  const packets = [Buffer.from("one"), Buffer.from("t"), Buffer.from("three")];
  const stream = Buffer.concat(packets.map(framed));
  for (let a = 0; a <= stream.length; a++) {
    for (let b = a; b <= stream.length; b++) {
      for (let c = b; c <= stream.length; c++) {
        const chunks = [stream.subarray(0, a), stream.subarray(a, b), stream.subarray(b, c), stream.subarray(c)];
        expect(read(chunks).map(String)).toEqual(["one", "t", "three"]);
      }
    }
  }
});

function check<Values>(claim: IProperty<Values>): void {
  assert(claim, { seed, numRuns: 2_000 });
}

function chunksOf(stream: Buffer, places: readonly number[]): Buffer[] {
  const ends = places.map((place) => Math.floor((place * stream.length) / 10_000)).sort((a, b) => a - b);
  return [...ends, stream.length].map((end, index) => stream.subarray(ends[index - 1] ?? 0, end));
}

/** `stops`: how many packets are taken after each chunk, while there are such numbers; all of them after the last. */
function read(chunks: readonly Buffer[], stops: readonly number[] = [], received: Buffer[] = []): Buffer[] {
  const incoming = new IncomingPackets();
  for (const [index, chunk] of chunks.entries()) {
    const lent = Buffer.from(chunk);
    incoming.push(lent);
    const most = index === chunks.length - 1 ? undefined : stops[index];
    for (let taken = 0; most === undefined || taken < most; taken++) {
      const packet = incoming.next();
      if (!packet) break;
      received.push(Buffer.from(packet));
    }
    incoming.keep();
    lent.fill(0);
  }
  return received;
}
