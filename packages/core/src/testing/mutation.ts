import type { SeededRandom } from "./random.ts";

/**
 * What a hostile peer might send in place of one of `corpus`, valid messages of one kind: one to four changes to its
 * bits, bytes, lengths and order, or now and then something else altogether. In fresh memory.
 */
export function mutation(corpus: readonly Uint8Array[], random: SeededRandom): Buffer {
  const pick = () => corpus[random.integer(corpus.length)] ?? nothing;
  if (random.integer(100) === 0) return Buffer.from(random.bytes(random.integer(64)));
  let bytes: Buffer = Buffer.from(pick());
  for (let changes = 1 + random.integer(4); changes > 0; changes--) {
    const change = changesOfBytes[random.integer(changesOfBytes.length)] as Change;
    bytes = change(bytes, random, pick);
  }
  return bytes;
}

/** May change `bytes` in place. */
type Change = (bytes: Buffer, random: SeededRandom, pick: () => Uint8Array) => Buffer;

const nothing = new Uint8Array();

const changesOfBytes: readonly Change[] = [
  function flipBit(bytes, random) {
    return overwrite(bytes, random.integer(bytes.length), (byte) => byte ^ (1 << random.integer(8)));
  },
  function setByte(bytes, random) {
    return overwrite(bytes, random.integer(bytes.length), () => random.integer(256));
  },
  function setEdge(bytes, random) {
    return overwrite(bytes, random.integer(bytes.length), () => edges[random.integer(edges.length)] ?? 0);
  },
  function addOne(bytes, random) {
    return overwrite(bytes, random.integer(bytes.length), (byte) => byte + (random.chance(0.5) ? 1 : -1));
  },
  function setLength(bytes, random) {
    const at = random.integer(bytes.length);
    return join(bytes.subarray(0, at), lengths[random.integer(lengths.length)] ?? nothing, bytes.subarray(at + 2));
  },
  function insertInteger(bytes, random) {
    const at = random.integer(bytes.length + 1);
    return join(bytes.subarray(0, at), lengths[random.integer(lengths.length)] ?? nothing, bytes.subarray(at));
  },
  function cutOff(bytes, random) {
    return bytes.subarray(0, random.integer(bytes.length + 1));
  },
  function lengthen(bytes, random) {
    return join(bytes, random.bytes(1 + random.integer(8)));
  },
  function leaveOut(bytes, random) {
    const at = random.integer(bytes.length + 1);
    return join(bytes.subarray(0, at), bytes.subarray(at + 1 + random.integer(8)));
  },
  function repeat(bytes, random) {
    const at = random.integer(bytes.length + 1);
    return join(bytes.subarray(0, at + random.integer(8)), bytes.subarray(at));
  },
  function splice(bytes, random, pick) {
    const other = pick();
    const at = random.integer(bytes.length + 1);
    const from = random.chance(0.5) ? at : random.integer(other.length + 1);
    return join(bytes.subarray(0, at), other.subarray(from));
  },
];

/** Where fields, varints (RFC 9000 §16) and text change their nature. */
const edges = [0x00, 0x01, 0x3f, 0x40, 0x7f, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xc4, 0xfe, 0xff];

/** Lengths that are small, almost right, or far too large, in 2, 4 and 8 bytes. */
const lengths = [
  "0000",
  "0001",
  "00ff",
  "1000",
  "1001",
  "7fff",
  "ffff",
  "80001001",
  "ffffffff",
  "ffffffffffffffff",
].map((hex) => Buffer.from(hex, "hex"));

function overwrite(bytes: Buffer, at: number, change: (byte: number) => number): Buffer {
  if (at < bytes.length) bytes[at] = change(bytes[at] as number);
  return bytes;
}

function join(...parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat(parts);
}
