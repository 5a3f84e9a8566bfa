import { field, join } from "../strangers-peer/bytes.ts";
import type { AeadName } from "../strangers-peer/key-schedule.ts";
import { Direction, frames } from "../strangers-peer/packets.ts";
import { draw, ours, type VectorFile } from "./file.ts";
import { flipped } from "./flaws.ts";

type Outcome = "opened" | "forged" | "replayed";

/** Packets of one direction, in the order in which they arrive. */
export function packetSeries(): VectorFile {
  return {
    origin: ours(
      "Packets in the order in which they reach the receiver of one direction, with a new state for each vector. " +
        "`opened`, `forged` and `replayed` are what becomes of each; on a reliable link the first that does not open " +
        "would end the session (P-8), and nothing follows it here.",
    ),
    vectors: (["aes-256-gcm", "chacha20-poly1305"] as const).flatMap((aead) => [...reliable(aead), ...lossy(aead)]),
  };
}

const secret = draw("packets' secret");
const plaintexts = [frames.message("first"), frames.ping, frames.message(""), Buffer.alloc(0), frames.close(0)];

const lossyFrames = [
  join(frames.ping, frames.padding(3)),
  frames.ack([[0, 0]]),
  frames.ack(
    [
      [9, 11],
      [4, 6],
      [0, 1],
    ],
    4_711,
  ),
  frames.stream(0, field("first")),
  join(frames.ack([[2, 3]]), frames.datagram("datagram"), frames.stream(6, field(Buffer.alloc(80, 0x61)))),
  frames.maxData(2 ** 53 - 1),
  join(frames.pathChallenge("question"), frames.padding(40)),
  join(frames.pathResponse("response"), frames.padding(40)),
  frames.fin(88),
  frames.close(0),
];

function reliable(aead: AeadName) {
  const direction = (from = secret) => new Direction(aead, from, 1);
  const sealed = () => {
    const sealing = direction();
    return plaintexts.map((plaintext) => sealing.seal(plaintext));
  };
  const [first, second] = sealed() as [Buffer, Buffer];
  const one = (comment: string, packet: Buffer) => series(aead, "reliable", comment, [["forged", packet]]);
  return [
    series(
      aead,
      "reliable",
      "In order.",
      sealed().map((packet, at) => ["opened", packet, plaintexts[at]]),
    ),
    one("The second comes first.", second),
    series(aead, "reliable", "The first comes twice.", [
      ["opened", first, plaintexts[0]],
      ["forged", first],
    ]),
    one("The epoch in the header was changed.", join(Buffer.of(0), first.subarray(1))),
    one("A reserved bit of the header was set.", flippedBit(first, 0, 0x80)),
    one("The ciphertext was changed.", flipped(first, 1)),
    one("The tag was changed.", flipped(first, first.length - 1)),
    one("The last byte is missing.", first.subarray(0, -1)),
    one("A byte was added.", join(first, Buffer.of(0))),
    one("Shorter than a tag.", first.subarray(0, 16)),
    one("A header alone.", first.subarray(0, 1)),
    one("Sealed with the keys of another direction.", direction(draw("other direction")).seal(frames.ping)),
    one("Sealed for a lossy link.", new Direction(aead, secret, 1, false).seal(frames.ping)),
    one("Sealed with the nonce of the second.", direction().seal(frames.ping, 1)),
  ];
}

function lossy(aead: AeadName) {
  const direction = new Direction(aead, secret, 1, false);
  const at = (number: number) => direction.seal(frames.datagram(`number ${number}`), number);
  const opened = (number: number) => ["opened", at(number), frames.datagram(`number ${number}`)] as const;
  const sealed = (number: number, plaintext: Buffer) =>
    ["opened", direction.seal(plaintext, number), plaintext] as const;
  const replayed = (number: number) => ["replayed", at(number)] as const;
  const forged = (packet: Buffer) => ["forged", packet] as const;
  const [window, key] = [8_192, 2 ** 20];
  const renumbered = (packet: Buffer, number: number) => join(direction.header(number), packet.subarray(7));
  const make = (comment: string, ...packets: readonly Arrival[]) => series(aead, "lossy", comment, packets);
  return [
    make("In order.", opened(0), opened(1), opened(2)),
    make("Overtaken, and lost.", opened(5), opened(0), opened(3), opened(1)),
    make("Numbers are left out.", opened(0), opened(2), opened(3), opened(200)),
    make("Every frame of a lossy link.", ...lossyFrames.map((frame, at) => sealed(at, frame))),
    make("The same packet again.", opened(0), replayed(0), opened(7), replayed(7), replayed(0)),
    make("The end of the window.", opened(window), opened(1), replayed(1), replayed(0)),
    make("Before the window.", opened(3 * window), opened(2 * window + 1), replayed(2 * window), replayed(0)),
    make(
      "A forgery does not move the window.",
      forged(flipped(at(9_000), 20)),
      opened(0),
      opened(9_000),
      replayed(9_000),
    ),
    make("A forgery does not mark its number.", forged(flipped(at(4), 10)), opened(4)),
    make("Another number in the header.", forged(renumbered(at(0), 1)), opened(1), opened(0)),
    make("A reserved bit of the header.", forged(flippedBit(at(0), 0, 0x40)), opened(0)),
    make("Epoch 0 in the header.", forged(flipped(at(0), 0)), opened(0)),
    make("The last of one key, and the first of the next.", opened(key - 1), opened(key), opened(key - 2)),
    make("The first of the next key, then the last of the one before.", opened(3), opened(key), opened(key - 1)),
    make("Two keys back.", opened(0), opened(key), opened(2 * key), replayed(key - 1), opened(2 * key - 1)),
    make("A key is passed over.", opened(0), forged(at(2 * key)), opened(1), opened(key), opened(2 * key)),
    make("A forgery of the next key moves nothing.", forged(flipped(at(key), 20)), opened(0), opened(key)),
    make("The last number.", forged(renumbered(at(0), 2 ** 48 - 1)), opened(0)),
    make("A header cut off.", forged(at(0).subarray(0, 6)), opened(0)),
    make("Shorter than a tag.", forged(at(0).subarray(0, 22)), opened(0)),
    make("A header and a tag: no frames.", ["opened", direction.seal(Buffer.alloc(0), 0), Buffer.alloc(0)]),
  ];
}

type Arrival = readonly [result: Outcome, packet: Buffer, plaintext?: Buffer | undefined];

function series(aead: AeadName, link: "reliable" | "lossy", comment: string, arrivals: readonly Arrival[]) {
  return {
    comment: `${aead}, ${link}: ${comment}`,
    aead,
    link,
    secret,
    packets: arrivals.map(([, packet, plaintext]) => ({ packet, plaintext })),
    result: arrivals.map(([result]) => result),
  };
}

function flippedBit(bytes: Buffer, offset: number, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[offset] = (copy[offset] as number) ^ bit;
  return copy;
}
