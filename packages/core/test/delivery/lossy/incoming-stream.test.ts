import { describe, expect, it } from "vitest";
import { concat, varint } from "../../../src/bytes.ts";
import type { Arrival } from "../../../src/delivery/arrival.ts";
import { IncomingStream } from "../../../src/delivery/lossy/incoming-stream.ts";
import { peerError } from "../../fixtures/failure.ts";

const protocol = peerError("ERR_COUNTERSIGN_PROTOCOL");
const limit = peerError("ERR_COUNTERSIGN_LIMIT");

const bytes = (length: number, fill = 1) => Buffer.alloc(length, fill);
const framed = (...messages: Uint8Array[]) => concat(...messages.flatMap((each) => [varint(each.length), each]));

/** One packet with one piece in front of padding. Returns its plaintext, and whether it may be acknowledged. */
function handle(stream: IncomingStream, offset: number, piece: Uint8Array, padding = 0) {
  const plaintext = Buffer.allocUnsafeSlow(piece.length + padding).fill(0xee);
  plaintext.set(piece);
  const kept = stream.handlePiece(plaintext, 0, piece.length, offset);
  stream.handlePacketEnd(plaintext);
  return { plaintext, kept };
}

function arrivals(stream: IncomingStream): Arrival[] {
  const all: Arrival[] = [];
  for (let arrival = stream.poll(); arrival; arrival = stream.poll()) all.push(arrival);
  return all;
}

const polled = (stream: IncomingStream) => arrivals(stream).flatMap(({ messages }) => messages);

// spec: R-1
describe("IncomingStream", () => {
  it("cuts a packet into views, in one arrival", () => {
    const stream = new IncomingStream(10_000);
    const messages = [bytes(2_000, 1), bytes(0), bytes(70, 2)];
    const { plaintext } = handle(stream, 0, framed(...messages));
    const [arrival, ...others] = arrivals(stream);
    expect(others).toEqual([]);
    expect(arrival).toEqual({ messages, bytes: 2_070, memory: plaintext.buffer, ownBytes: 0 });
    for (const message of arrival?.messages ?? []) expect(message.buffer).toBe(plaintext.buffer);
    expect([stream.deliveredBytes, stream.highestBytes, stream.keptBytes]).toEqual([2_075, 2_075, 0]);
  });

  it("puts a message together that is cut anywhere, in its length too", () => {
    const sent = framed(bytes(17_000, 7), bytes(0), bytes(0), bytes(100, 8));
    for (let cut = 1; cut < 8; cut++) {
      const stream = new IncomingStream(100_000);
      for (let at = 0; at < sent.length; at += cut * 100) {
        for (const [from, to] of [[at, at + cut] as const, [at + cut, at + cut * 100] as const]) {
          handle(stream, from, sent.subarray(from, to));
        }
      }
      expect(polled(stream)).toEqual([bytes(17_000, 7), bytes(0), bytes(0), bytes(100, 8)]);
    }
  });

  it("says what memory of its own a message has that was put together", () => {
    const stream = new IncomingStream(10_000);
    const sent = framed(bytes(3_000), bytes(2_000));
    handle(stream, 0, sent.subarray(0, 1_000));
    const { plaintext } = handle(stream, 1_000, sent.subarray(1_000));
    expect(arrivals(stream)).toMatchObject([{ bytes: 5_000, memory: plaintext.buffer, ownBytes: 3_000 }]);
  });

  // spec: D-4
  it("takes a message of exactly its limit, and refuses a larger one by its length alone", () => {
    const stream = new IncomingStream(1_000);
    handle(stream, 0, framed(bytes(1_000)));
    expect(polled(stream)).toEqual([bytes(1_000)]);
    expect(() => handle(stream, 1_002, varint(1_001))).toThrow(limit);
    expect(() => handle(new IncomingStream(1_000), 0, framed(bytes(1_001)))).toThrow(limit);
    const later = new IncomingStream(1_000);
    handle(later, 0, varint(1_001).subarray(0, 1));
    expect(() => handle(later, 1, varint(1_001).subarray(1))).toThrow(limit);
  });

  // spec: W-5
  it("refuses a length that is not in its shortest form, cut or not", () => {
    expect(() => handle(new IncomingStream(1_000), 0, Uint8Array.of(0x40, 1, 1))).toThrow(protocol);
    const stream = new IncomingStream(1_000);
    handle(stream, 0, Uint8Array.of(0x40));
    expect(() => handle(stream, 1, Uint8Array.of(1))).toThrow(protocol);
  });

  // spec: D-3
  it("keeps no memory for what is only announced", () => {
    const stream = new IncomingStream(2 ** 30);
    const before = process.memoryUsage().arrayBuffers;
    handle(stream, 0, concat(varint(2 ** 30), bytes(300)));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 25);
    expect([polled(stream), stream.deliveredBytes]).toEqual([[], 308]);
  });

  // spec: D-5
  it("copies messages out of packets that are mostly something else", () => {
    const stream = new IncomingStream(10_000);
    handle(stream, 0, framed(bytes(10)), 2_000).plaintext.fill(0xff);
    expect(arrivals(stream)).toEqual([{ messages: [bytes(10)], bytes: 10, memory: undefined, ownBytes: 10 }]);
  });
});

// spec: R-2
describe("IncomingStream with pieces that overtake others", () => {
  it("delivers nothing before the gap is filled, then everything in order, in memory that is all messages", () => {
    const stream = new IncomingStream(10_000);
    const sent = framed(bytes(60, 1), bytes(60, 2), bytes(60, 3), bytes(60, 4));
    handle(stream, 183, sent.subarray(183));
    handle(stream, 122, sent.subarray(122, 183));
    handle(stream, 61, sent.subarray(61, 90));
    expect([polled(stream), stream.deliveredBytes, stream.highestBytes]).toEqual([[], 0, sent.length]);
    expect(stream.keptBytes).toBeGreaterThan(0);
    handle(stream, 0, sent.subarray(0, 61));
    expect(polled(stream)).toEqual([bytes(60, 1)]);
    handle(stream, 90, sent.subarray(90, 122));
    const came = arrivals(stream);
    expect(came.flatMap(({ messages }) => messages)).toEqual([bytes(60, 2), bytes(60, 3), bytes(60, 4)]);
    for (const { memory, bytes } of came) expect(memory?.byteLength ?? 0).toBeLessThanOrEqual(2 * bytes + 1_024);
    expect([stream.deliveredBytes, stream.keptBytes]).toEqual([sent.length, 0]);
  });

  it("takes the first copy of each byte, whatever overlaps with it", () => {
    const stream = new IncomingStream(10_000);
    const piece = (from: number, to: number, fill: number) => handle(stream, from, bytes(to - from, fill));
    piece(10, 20, 1);
    piece(30, 40, 2);
    piece(5, 45, 3);
    piece(12, 18, 4);
    piece(1, 10, 5);
    handle(stream, 0, concat(varint(49), bytes(49, 6)));
    handle(stream, 0, concat(varint(49), bytes(49, 7)));
    const [message] = polled(stream);
    const expected = [bytes(4, 5), bytes(5, 3), bytes(10, 1), bytes(10, 3), bytes(10, 2), bytes(5, 3), bytes(5, 6)];
    expect(message).toEqual(Buffer.concat(expected));
    expect(stream.deliveredBytes).toBe(50);
  });

  it("does not depend on what becomes of a packet's memory, or of a message's", () => {
    const stream = new IncomingStream(10_000);
    const sent = framed(bytes(9_000, 1), bytes(9_000, 2), bytes(9_000, 3));
    handle(stream, 18_004, sent.subarray(18_004)).plaintext.fill(0xff);
    handle(stream, 9_002, sent.subarray(9_002, 18_000)).plaintext.fill(0xff);
    handle(stream, 0, sent.subarray(0, 9_002));
    handle(stream, 18_000, sent.subarray(18_000, 18_004));
    const came = polled(stream);
    expect(came).toEqual([bytes(9_000, 1), bytes(9_000, 2), bytes(9_000, 3)]);
  });

  it("takes a piece without bytes, early or late", () => {
    const stream = new IncomingStream(10_000);
    for (const offset of [0, 50]) expect(handle(stream, offset, bytes(0)).kept).toBe(true);
    handle(stream, 0, framed(bytes(60)));
    expect(polled(stream)).toEqual([bytes(60)]);
  });

  it("takes offsets up to the largest", () => {
    const stream = new IncomingStream(10_000);
    for (const offset of [2 ** 31 - 1, 2 ** 32 - 1, 2 ** 53 - 3]) handle(stream, offset, bytes(2));
    expect(stream.highestBytes).toBe(Number.MAX_SAFE_INTEGER);
  });
});

// spec: R-4
describe("IncomingStream with many pieces apart from each other", () => {
  const full = () => {
    const stream = new IncomingStream(10_000);
    for (let i = 1; i <= 4_096; i++) expect(handle(stream, 2 * i, bytes(1)).kept).toBe(true);
    return stream;
  };

  it("keeps 4,096, and no more", () => {
    const stream = full();
    expect(handle(stream, 8_194, bytes(1)).kept).toBe(false);
    expect(handle(stream, 8_193, bytes(1)).kept).toBe(true);
    expect(handle(stream, 8_195, bytes(1)).kept).toBe(false);
    expect(handle(stream, 101, bytes(1)).kept).toBe(true);
    expect(handle(stream, 8_195, bytes(1)).kept).toBe(true);
  });

  it("still takes the piece that fills the first gap", () => {
    const stream = full();
    expect(handle(stream, 0, bytes(2)).kept).toBe(true);
    polled(stream);
    expect(stream.deliveredBytes).toBe(3);
    expect(handle(stream, 8_194, bytes(1)).kept).toBe(true);
  });

  // spec: R-14
  it("keeps any number of tiny pieces without a gap, in no more memory than their bytes and two blocks", () => {
    const stream = new IncomingStream(200_000);
    for (let i = 100_000; i >= 1; i--) expect(handle(stream, i, bytes(1)).kept).toBe(true);
    expect(stream.keptBytes).toBeLessThanOrEqual(100_000 + 2 * 16_384);
    handle(stream, 0, bytes(1));
    expect(polled(stream).length).toBe(50_000);
    expect([stream.deliveredBytes, stream.keptBytes]).toEqual([100_001, 0]);
  });
});

// spec: R-10
describe("IncomingStream with an end", () => {
  it("has ended when everything up to it was handed on", () => {
    const stream = new IncomingStream(10_000);
    const sent = framed(bytes(60, 1), bytes(60, 2));
    stream.handleFinal(122);
    handle(stream, 61, sent.subarray(61));
    expect(stream.ended).toBe(false);
    handle(stream, 0, sent.subarray(0, 61));
    expect(stream.ended).toBe(false);
    expect(polled(stream).length).toBe(2);
    expect(stream.ended).toBe(true);
    stream.handleFinal(122);
    handle(stream, 61, sent.subarray(61));
    expect(polled(stream)).toEqual([]);
  });

  it("may be empty", () => {
    const stream = new IncomingStream(10_000);
    expect(stream.ended).toBe(false);
    stream.handleFinal(0);
    expect(stream.ended).toBe(true);
  });

  it("refuses a second end, one below what has come, and data beyond it", () => {
    const stream = new IncomingStream(10_000);
    handle(stream, 50, bytes(50));
    expect(() => stream.handleFinal(99)).toThrow(protocol);
    stream.handleFinal(150);
    for (const other of [149, 151]) expect(() => stream.handleFinal(other)).toThrow(protocol);
    expect(() => handle(stream, 100, bytes(51))).toThrow(protocol);
    expect(() => handle(stream, 151, bytes(0))).toThrow(protocol);
  });

  it("refuses an end in the middle of a message or of its length, whichever comes last", () => {
    for (const cut of [1, 2, 50]) {
      const sent = framed(bytes(200)).subarray(0, cut);
      const known = new IncomingStream(10_000);
      known.handleFinal(cut);
      expect(() => handle(known, 0, sent)).toThrow(protocol);
      const late = new IncomingStream(10_000);
      handle(late, 0, sent);
      expect(() => late.handleFinal(cut)).toThrow(protocol);
    }
  });
});
