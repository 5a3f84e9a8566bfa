import { describe, expect, it } from "vitest";
import { concat, varint } from "../../../src/bytes.ts";
import { OutgoingStream } from "../../../src/delivery/lossy/outgoing-stream.ts";
import { type SeededRandom, seededRandom } from "../../../src/testing/random.ts";
import { usageError } from "../../fixtures/failure.ts";
import { seed } from "../../fixtures/seed.ts";

interface Piece {
  readonly offset: number;
  readonly bytes: Buffer;
}

const bytes = (length: number, fill = 1) => Buffer.alloc(length, fill);
const framed = (...messages: Uint8Array[]) => concat(...messages.flatMap((each) => [varint(each.length), each]));

/** A stream with these messages, all of which may be sent. */
function streamOf(...messages: Uint8Array[]): OutgoingStream {
  const stream = new OutgoingStream(2 ** 40);
  for (const message of messages) stream.push(message);
  return stream;
}

/** The next piece, of so many bytes at most; undefined when nothing may be sent. */
function next(stream: OutgoingStream, most: number): Piece | undefined {
  const length = Math.min(most, stream.nextBytes);
  if (length <= 0) return undefined;
  const { nextOffset: offset } = stream;
  const packet = Buffer.alloc(length + 6, 0xee);
  stream.write(packet, 3, length);
  for (const at of [0, 1, 2, length + 3, length + 4, length + 5]) if (packet[at] !== 0xee) throw new Error(`At ${at}.`);
  return { offset, bytes: packet.subarray(3, length + 3) };
}

function all(stream: OutgoingStream, most: number): Piece[] {
  const pieces: Piece[] = [];
  for (let piece = next(stream, most); piece; piece = next(stream, most)) pieces.push(piece);
  return pieces;
}

const joined = (pieces: readonly Piece[]) => Buffer.concat(pieces.map((piece) => piece.bytes));

function released(stream: OutgoingStream): Uint8Array[] {
  const messages: Uint8Array[] = [];
  for (let one = stream.pollReleased(); one; one = stream.pollReleased()) messages.push(one);
  return messages;
}

/** The very same memory. */
function expectSame(messages: readonly Uint8Array[], expected: readonly Uint8Array[]): void {
  expect(messages.length).toBe(expected.length);
  for (const [index, message] of messages.entries()) expect(message === expected[index]).toBe(true);
}

// spec: R-1
describe("OutgoingStream", () => {
  it("is every message behind its length, in pieces of any size", () => {
    const messages = [bytes(0), bytes(63, 1), bytes(64, 2), bytes(5_000, 3), bytes(0), bytes(140_000, 4)];
    for (const most of [7, 1_163, 300_000]) {
      const stream = streamOf(...messages);
      const pieces = all(stream, most);
      expect(joined(pieces).equals(framed(...messages)), `pieces of ${most}`).toBe(true);
      expect([stream.sentBytes, stream.endBytes, stream.unsentBytes]).toEqual([stream.sentBytes, stream.sentBytes, 0]);
      expect(pieces.map(({ offset }) => offset)).toEqual(pieces.map((_, index) => index * most));
    }
  });

  it("copies small messages, and releases large ones when all of them is acknowledged", () => {
    const [small, large, other] = [bytes(2 ** 18, 1), bytes(2 ** 18 + 1, 2), bytes(2 ** 19, 3)];
    const stream = new OutgoingStream(2 ** 40);
    expect([small, large, other].map((message) => stream.push(message))).toEqual([true, false, false]);
    small.fill(9);
    all(stream, 10_000);
    expect(released(stream)).toEqual([]);
    const largeEnd = 4 + 2 ** 18 + 4 + 2 ** 18 + 1;
    stream.handleAcknowledged(1, stream.endBytes - 1);
    expect(released(stream)).toEqual([]);
    stream.handleAcknowledged(0, 1);
    expectSame(released(stream), [large, other]);
    expect(stream.acknowledgedBytes).toBe(stream.endBytes);

    const again = streamOf(bytes(2 ** 18, 1), large, other);
    expect(joined(all(again, 10_000)).equals(framed(bytes(2 ** 18, 1), large, other))).toBe(true);
    again.handleAcknowledged(0, largeEnd - 1);
    expect(released(again)).toEqual([]);
    again.handleAcknowledged(largeEnd - 1, 2);
    expectSame(released(again), [large]);
    again.handleAcknowledged(0, again.endBytes);
    expectSame(released(again), [other]);
  });

  it("throws when the application took a message back before it was sent", () => {
    const memory = new ArrayBuffer(2 ** 19);
    const stream = streamOf(new Uint8Array(memory));
    next(stream, 1_000);
    structuredClone(memory, { transfer: [memory] });
    expect(() => next(stream, 1_000)).toThrow(usageError("ERR_COUNTERSIGN_INVALID_ARGUMENT"));
  });

  // spec: R-7
  it("sends lost bytes before new ones, and only those that did not arrive otherwise", () => {
    const stream = streamOf(bytes(99, 5));
    for (let i = 0; i < 6; i++) next(stream, 10);
    stream.handleAcknowledged(20, 10);
    stream.handleLost(10, 30);
    stream.handleLost(10, 30);
    expect([stream.nextOffset, stream.nextBytes]).toEqual([10, 10]);
    expect(next(stream, 4)?.offset).toBe(10);
    expect([stream.nextOffset, stream.nextBytes]).toEqual([14, 6]);
    stream.handleAcknowledged(14, 6);
    expect([stream.nextOffset, stream.nextBytes]).toEqual([30, 10]);
    expect(next(stream, 100)?.bytes).toEqual(bytes(10, 5));
    expect([stream.nextOffset, stream.nextBytes]).toEqual([60, 41]);
  });

  it("sends nothing again that is acknowledged", () => {
    const stream = streamOf(bytes(99, 5));
    all(stream, 10);
    stream.handleAcknowledged(0, 50);
    stream.handleLost(0, 50);
    stream.handleLost(40, 10);
    expect(stream.nextBytes).toBe(0);
    stream.handleLost(40, 20);
    expect([stream.nextOffset, stream.nextBytes]).toEqual([50, 10]);
  });

  // spec: R-3
  it("sends no new bytes beyond its credit, of which an old word takes nothing back", () => {
    const stream = new OutgoingStream(50);
    stream.push(bytes(199));
    expect(all(stream, 30).map((piece) => piece.bytes.length)).toEqual([30, 20]);
    expect([stream.nextBytes, stream.unsentBytes]).toEqual([0, 151]);
    stream.handleCredit(60);
    stream.handleCredit(55);
    expect(all(stream, 30).map((piece) => piece.bytes.length)).toEqual([10]);
    stream.handleLost(0, 60);
    expect(all(stream, 100).map((piece) => piece.bytes.length)).toEqual([60]);
    stream.handleCredit(10_000);
    expect(all(stream, 1_000).map((piece) => piece.bytes.length)).toEqual([141]);
  });

  it("goes on after a rest, in the same memory or other", () => {
    const stream = new OutgoingStream(2 ** 40);
    const sent: Uint8Array[] = [];
    for (let round = 0; round < 50; round++) {
      const message = bytes(round * 97, round);
      sent.push(message);
      stream.push(message);
      const offset = stream.sentBytes;
      expect(joined(all(stream, 1_000)).equals(framed(message)), `round ${round}`).toBe(true);
      stream.handleAcknowledged(offset, stream.sentBytes - offset);
    }
    expect(stream.acknowledgedBytes).toBe(framed(...sent).length);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(`agrees with a naive model, seed ${seed}, round %i`, (round) => {
    const random = seededRandom(seed + round);
    for (let times = 0; times < 3; times++) compare(random);
  });
});

/** Messages come, pieces are sent, acknowledged and lost in any order; the model knows every byte of the stream. */
function compare(random: SeededRandom): void {
  const stream = new OutgoingStream(0);
  const model = { bytes: Buffer.alloc(0), acknowledged: new Uint8Array(1_500_000), credit: 0 };
  const borrowed: { readonly message: Uint8Array; readonly end: number }[] = [];
  const inFlight: { offset: number; length: number }[] = [];
  const largest = random.chance(0.3) ? 500_000 : 5_000;
  for (let step = 0; step < 400 || model.acknowledged.subarray(0, model.bytes.length).includes(0); step++) {
    if (step > 50_000) throw new Error("It does not come to an end.");
    const kind = step < 400 ? random.integer(10) : 2 + random.integer(7);
    if (kind === 0 && model.bytes.length + largest < 1_400_000) {
      const message = random.chance(0.1) ? random.bytes(random.integer(largest)) : bytes(random.integer(400), step);
      model.bytes = Buffer.concat([model.bytes, framed(message)]);
      if (!stream.push(message)) borrowed.push({ message, end: model.bytes.length });
    } else if (kind === 1 || step >= 400) {
      model.credit = Math.max(model.credit, step >= 400 ? model.bytes.length : model.credit + random.integer(20_000));
      stream.handleCredit(random.chance(0.2) ? random.integer(model.credit + 1) : model.credit);
      if (step >= 400) stream.handleCredit(model.credit);
    }
    if (kind >= 2 && kind < 6) send(stream, model, inFlight, random);
    if (kind >= 6 && inFlight.length > 0) {
      const [piece] = inFlight.splice(random.integer(inFlight.length), 1) as [{ offset: number; length: number }];
      const { offset, length } = piece;
      if (random.chance(0.3)) {
        stream.handleLost(offset, length);
        // It arrived all the same, by a packet sent again or late.
        if (random.chance(0.1)) inFlight.push(piece);
      } else {
        stream.handleAcknowledged(offset, length);
        model.acknowledged.fill(1, offset, offset + length);
      }
    } else if (step >= 400 && inFlight.length === 0 && stream.nextBytes <= 0) {
      // Taken for lost, acknowledged late: nothing of it is under way, nor waits.
      expect(model.acknowledged.indexOf(0)).toBe(model.bytes.length);
    }
    const firstMissing = model.acknowledged.indexOf(0);
    if (stream.acknowledgedBytes !== firstMissing) expect(stream.acknowledgedBytes).toBe(firstMissing);
    if (stream.endBytes !== model.bytes.length) expect(stream.endBytes).toBe(model.bytes.length);
    for (const message of released(stream)) {
      const oldest = borrowed.shift();
      expect(message === oldest?.message && oldest.end <= firstMissing).toBe(true);
    }
    expect((borrowed[0]?.end ?? Number.POSITIVE_INFINITY) > firstMissing).toBe(true);
  }
  expect([stream.nextBytes, stream.unsentBytes, borrowed.length]).toEqual([0, 0, 0]);
}

function send(
  stream: OutgoingStream,
  model: { readonly bytes: Buffer; readonly credit: number },
  inFlight: { offset: number; length: number }[],
  random: SeededRandom,
): void {
  const piece = next(stream, 1 + random.integer(random.chance(0.2) ? 50_000 : 1_200));
  if (!piece) return;
  const { offset } = piece;
  const { length } = piece.bytes;
  expect(offset + length).toBeLessThanOrEqual(model.credit);
  expect(piece.bytes.equals(model.bytes.subarray(offset, offset + length)), `from ${offset}`).toBe(true);
  inFlight.push({ offset, length });
}
