import { describe, expect, it } from "vitest";
import { concat, varint } from "../../../src/bytes.ts";
import { IncomingStream } from "../../../src/delivery/lossy/incoming-stream.ts";
import { type SeededRandom, seededRandom } from "../../../src/testing/random.ts";
import { seed } from "../../fixtures/seed.ts";

/** stream[from, to) in a packet with other bytes around it. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly before: number;
  readonly behind: number;
}

// spec
describe(`A random stream, seed ${seed},`, () => {
  const random = seededRandom(seed);
  it.each(Array.from({ length: 60 }, (_, round) => round))("comes out as it went in, round %i", () => {
    const messages = randomMessages(random);
    const stream = concat(...messages.flatMap((message) => [varint(message.length), message]));
    const incoming = new IncomingStream(200_000);
    const finalAt = random.integer(3);
    const came: Buffer[] = [];
    if (finalAt === 0) incoming.handleFinal(stream.length);
    for (let sending = randomPieces(random, stream.length); sending.length > 0; ) {
      const refused = sending.filter((piece) => !handle(incoming, stream, piece));
      came.push(...polled(incoming));
      sending = refused;
    }
    if (finalAt > 0) incoming.handleFinal(stream.length);
    expect(incoming.ended).toBe(true);
    expect([incoming.deliveredBytes, incoming.highestBytes, incoming.keptBytes]).toEqual([...ends(stream), 0]);
    expect(came.length).toBe(messages.length);
    for (const [index, message] of messages.entries()) {
      if (Buffer.compare(message, came[index] as Buffer) !== 0) throw new Error(`Message ${index} is another.`);
    }
  });
});

const ends = ({ length }: Uint8Array) => [length, length];

function randomMessages(random: SeededRandom): Uint8Array[] {
  const largest = [1, 64, 300, 5_000, 70_000, 200_000][random.integer(6)] as number;
  const count = 1 + random.integer(Math.min(2_000, Math.ceil(1_000_000 / largest)));
  return Array.from({ length: count }, () => {
    const length = random.chance(0.1) ? 0 : random.chance(0.1) ? largest : random.integer(largest + 1);
    return new Uint8Array(length).fill(random.integer(256)).map((byte, index) => byte ^ index ^ (index >>> 8));
  });
}

/** All of the stream, some of it several times and cut in other places, in another order. */
function randomPieces(random: SeededRandom, length: number): Piece[] {
  const largest = [length <= 20_000 ? 1 : 100, 300, 1_300, 17_000, 60_000][random.integer(5)] as number;
  const pieces: Piece[] = [];
  for (let from = 0; from < length; ) {
    const to = Math.min(length, from + 1 + random.integer(largest));
    pieces.push(...around(random, from, to));
    if (random.chance(0.3)) {
      const otherFrom = Math.max(0, from - random.integer(largest));
      pieces.push(...around(random, otherFrom, Math.min(length, otherFrom + random.integer(2 * largest))));
    }
    from = to;
  }
  const reach = [0, 3, 50, pieces.length][random.integer(4)] as number;
  const keys = new Map(pieces.map((piece, index) => [piece, index + random.float() * reach]));
  return pieces.sort((a, b) => (keys.get(a) as number) - (keys.get(b) as number));
}

function around(random: SeededRandom, from: number, to: number): Piece[] {
  const piece = { from, to, before: random.integer(20), behind: random.chance(0.2) ? random.integer(5_000) : 0 };
  return random.chance(0.1) ? [piece, { ...piece }] : [piece];
}

/** What lies around the piece, and the packet itself when nothing of it was kept as a view, is overwritten later. */
function handle(incoming: IncomingStream, stream: Uint8Array, { from, to, before, behind }: Piece): boolean {
  const plaintext = Buffer.allocUnsafeSlow(before + to - from + behind).fill(0xee);
  plaintext.set(stream.subarray(from, to), before);
  const isEarly = from > incoming.deliveredBytes;
  const kept = incoming.handlePiece(plaintext, before, before + to - from, from);
  incoming.handlePacketEnd(plaintext);
  if (isEarly) plaintext.fill(0xdd);
  return kept;
}

function polled(incoming: IncomingStream): Buffer[] {
  const messages: Buffer[] = [];
  for (let arrival = incoming.poll(); arrival; arrival = incoming.poll()) {
    expect(arrival.bytes).toBe(arrival.messages.reduce((sum, { length }) => sum + length, 0));
    messages.push(...arrival.messages);
  }
  return messages;
}
