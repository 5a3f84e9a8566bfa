import { authPlaintext, begin, proceed, welcome } from "../strangers-peer/authentication.ts";
import { field, join, u8, varint } from "../strangers-peer/bytes.ts";
import { frames } from "../strangers-peer/packets.ts";
import { ours, type Vector, type VectorFile } from "./file.ts";
import { lossyFrames } from "./lossy-frames.ts";

const { padding, ping, auth, message, datagram, close, part, received } = frames;

export interface FrameVector extends Vector {
  readonly link: "reliable" | "lossy";
  readonly epoch: 0 | 1;
  /** Plaintexts of packets. */
  readonly packets: readonly Buffer[];
  readonly messages?: readonly Buffer[];
  readonly datagrams?: readonly Buffer[];
  readonly result: string;
}

/** What a server makes of the plaintexts that a client sends it in one epoch. */
export function frameSeries(): VectorFile {
  const links = ["reliable", "lossy"] as const;
  return {
    origin: ours(
      "Plaintexts of packets that a client sends, each vector in a session of its own: in epoch 1 it is authenticated, " +
        "in epoch 0 it authenticates by `none`. The server's maxMessage is 2,000, its maxDatagram 32,768, and on a lossy link its initialMaxData 8,388,608.",
    ),
    vectors: links.flatMap((link) => [...anyLink(link), ...(link === "reliable" ? onReliable() : lossyFrames())]),
  };
}

const none = begin("none");

function anyLink(link: "reliable" | "lossy"): FrameVector[] {
  const wrong = (comment: string, epoch: 0 | 1, ...packets: readonly Buffer[]) =>
    ({ comment, link, epoch, packets, result: "close 2" }) as const;
  const enters = (comment: string, ...packets: readonly Buffer[]) =>
    ({ comment, link, epoch: 0, packets, result: "authenticated" }) as const;
  const open = (comment: string, packets: readonly Buffer[], datagrams: readonly Buffer[] = []) =>
    ({ comment, link, epoch: 1, packets, messages: [], datagrams, result: "open" }) as const;
  const ended = (comment: string, epoch: 0 | 1, packet: Buffer) =>
    ({ comment, link, epoch, packets: [packet], result: "ended" }) as const;
  const reserved = [0x0c, 0x0f, 0x10, 0x3f, 0x40, 0x80, 0xff];
  const hello = Buffer.from("hello");
  return [
    open("No frames.", [Buffer.alloc(0)]),
    open("PADDING alone.", [padding(100)]),
    open("PING, twice.", [join(ping, ping)]),
    open("A datagram.", [datagram("hello")], [hello]),
    open("An empty datagram.", [datagram("")], [Buffer.alloc(0)]),
    open(
      "Datagrams between padding.",
      [join(padding(3), datagram("hello"), padding(1), ping, datagram("hello"))],
      [hello, hello],
    ),
    ...reserved.map((type) =>
      wrong(`Type ${type.toString(16).toUpperCase().padStart(2, "0")}.`, 1, join(u8(type), Buffer.alloc(8))),
    ),
    wrong("AUTH after authentication.", 1, auth(0, none)),
    wrong("A datagram behind which type 0F follows.", 1, join(datagram("hello"), u8(0x0f))),
    wrong("DATAGRAM without a length.", 1, u8(0x06)),
    wrong("DATAGRAM, cut off in its length.", 1, Buffer.of(0x06, 0x40)),
    wrong("DATAGRAM, cut off in its value.", 1, datagram("hello").subarray(0, -1)),
    wrong("DATAGRAM with a length in more bytes than it takes.", 1, join(u8(0x06), varint(5, 2), "hello")),
    wrong("DATAGRAM of 2^53 - 1 bytes.", 1, join(u8(0x06), varint(2 ** 53 - 1), "hello")),
    wrong("DATAGRAM of 2^62 - 1 bytes.", 1, join(u8(0x06), varint(2n ** 62n - 1n), "hello")),
    wrong("CLOSE without a code.", 1, u8(0x0b)),
    wrong("CLOSE with a code in more bytes than it takes.", 1, join(u8(0x0b), varint(0, 2))),
    wrong("RECEIVED without a CLOSE before it.", 1, received),
    ...[1, 2, 3, 4, 5, 63, 16_384].map((code) => ended(`CLOSE ${code}.`, 1, close(code))),
    ended("CLOSE 4, and what follows it is passed over.", 1, join(close(4), ping, datagram("late"))),

    enters("BEGIN in one frame.", auth(0, none)),
    enters("BEGIN, padded.", authPlaintext(0, none)),
    enters("BEGIN in two frames of one packet.", join(auth(0, none.subarray(0, 2)), ping, auth(2, none.subarray(2)))),
    enters("BEGIN byte by byte.", ...[...none].map((byte, at) => auth(at, u8(byte)))),
    enters("PING before BEGIN.", ping, auth(0, none)),
    enters("An empty AUTH frame before BEGIN.", auth(0, ""), auth(0, none)),
    wrong("MESSAGE in epoch 0.", 0, message("hello")),
    wrong("MESSAGE_PART in epoch 0.", 0, part(Buffer.alloc(256))),
    wrong("DATAGRAM in epoch 0.", 0, datagram("hello")),
    wrong("RECEIVED in epoch 0.", 0, received),
    ...ofLossyLinks.map(([name, frame]) => wrong(`${name} in epoch 0.`, 0, frame)),
    wrong("AUTH without an offset.", 0, u8(0x03)),
    wrong("AUTH without a length.", 0, Buffer.of(0x03, 0)),
    wrong("AUTH, cut off in its value.", 0, auth(0, none).subarray(0, -1)),
    wrong("AUTH with an offset in more bytes than it takes.", 0, join(u8(0x03), varint(0, 2), field(none))),
    wrong("CONTINUE instead of BEGIN.", 0, auth(0, proceed(""))),
    wrong("WELCOME instead of BEGIN.", 0, auth(0, welcome())),
    wrong("A byte behind BEGIN.", 0, auth(0, join(none, u8(0)))),
    ...[0, 1, 4].map((code) => ended(`CLOSE ${code} in epoch 0.`, 0, close(code))),
  ];
}

const ofLossyLinks: readonly [name: string, frame: Buffer][] = [
  ["ACK", frames.ack([[0, 0]])],
  ["STREAM", frames.stream(0, field("hello"))],
  ["MAX_DATA", frames.maxData(2 ** 40)],
  ["PATH_CHALLENGE", frames.pathChallenge("question")],
  ["PATH_RESPONSE", frames.pathResponse("response")],
  ["FIN", frames.fin(0)],
];

function onReliable(): FrameVector[] {
  const link = "reliable";
  const open = (comment: string, packets: readonly Buffer[], ...messages: readonly (string | Buffer)[]) =>
    ({
      comment,
      link,
      epoch: 1,
      packets,
      messages: messages.map((each) => join(each)),
      datagrams: [],
      result: "open",
    }) as const;
  const ends = (comment: string, result: string, ...packets: readonly Buffer[]) =>
    ({ comment, link, epoch: 1, packets, result }) as const;
  const [large, half] = [Buffer.alloc(2_000, 0x61), Buffer.alloc(1_000, 0x61)];
  const cut = part(Buffer.alloc(256, 0x62));
  return [
    open("A message.", [message("hello")], "hello"),
    open("An empty message.", [message("")], ""),
    open("Two messages in one packet.", [join(message("one"), message("two"))], "one", "two"),
    open("A message as large as is allowed.", [message(large)], large),
    open("A message in two parts.", [part(half), message(half)], large),
    open("A message in two parts of one packet.", [join(part(half), padding(9), ping, message(half))], large),
    open("The last part is empty.", [part(half), message("")], half),
    open("A datagram between the parts of a message.", [join(cut, ping), message("")], Buffer.alloc(256, 0x62)),
    open("A message that is not yet whole.", [part(half)]),
    ends("A message that is too large by one.", "close 3", message(join(large, "!"))),
    ends("Parts of a message that is too large by one.", "close 3", part(half), part(half), message("!")),
    ends("Parts without an end that are too large.", "close 3", part(large), cut),
    ends("A part of 255 bytes.", "close 2", part(Buffer.alloc(255))),
    ends("An empty part.", "close 2", part("")),
    ends("MESSAGE without a length.", "close 2", u8(0x05)),
    ends("MESSAGE, cut off in its value.", "close 2", message("hello").subarray(0, -1)),
    ends("MESSAGE_PART, cut off in its value.", "close 2", cut.subarray(0, -1)),
    ends("A datagram that is too large.", "close 3", datagram(Buffer.alloc(32_769))),
    ...ofLossyLinks.map(([name, frame]) => ends(`${name}.`, "close 2", frame)),
    ends("CLOSE 0.", "closing", close(0)),
    ends("A message and CLOSE 0 in one packet.", "closing", join(message("last"), close(0))),
    ends("PING after CLOSE 0.", "closing", close(0), ping),
    ends("CLOSE 0 in the middle of a message.", "close 2", part(half), close(0)),
    ends("CLOSE 0 twice.", "close 2", close(0), close(0)),
    ends("A message after CLOSE 0.", "close 2", close(0), message("late")),
    ends("A datagram after CLOSE 0.", "close 2", close(0), datagram("late")),
    ends("RECEIVED after CLOSE 0, for a CLOSE that was not sent.", "close 2", close(0), received),
    ends("CLOSE 4 after CLOSE 0.", "ended", close(0), close(4)),
    { comment: "A gap in the stream of AUTH.", link, epoch: 0, packets: [auth(1, none)], result: "close 2" },
    {
      comment: "AUTH repeats itself.",
      link,
      epoch: 0,
      packets: [auth(0, none.subarray(0, 2)), auth(0, none)],
      result: "close 2",
    },
  ];
}
