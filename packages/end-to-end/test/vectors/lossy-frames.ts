import { begin } from "../strangers-peer/authentication.ts";
import { type Bytes, field, join, u8, varint } from "../strangers-peer/bytes.ts";
import { ackValue, frames, type Range } from "../strangers-peer/packets.ts";
import type { FrameVector } from "./frame-series.ts";

const { padding, ping, ack, auth, stream, message, datagram, maxData, pathChallenge, pathResponse, fin, close } =
  frames;

const link = "lossy";

/** What a server makes of frames on a lossy link. */
export function lossyFrames(): FrameVector[] {
  return [...pieces(), ...windows(), ...acknowledgements(), ...ends(), ...paths(), ...epoch0()];
}

const open = (comment: string, packets: readonly Buffer[], ...messages: readonly Bytes[]): FrameVector => ({
  comment,
  link,
  epoch: 1,
  packets,
  messages: messages.map((each) => join(each)),
  datagrams: [],
  result: "open",
});

const ending =
  (result: string) =>
  (comment: string, ...packets: readonly Buffer[]): FrameVector => ({ comment, link, epoch: 1, packets, result });

const wrong = ending("close 2");
const tooMuch = ending("close 3");
const closing = ending("closing");
const ended = ending("ended");

/** */
function pieces(): FrameVector[] {
  const hello = field("hello");
  const large = Buffer.alloc(2_000, 0x61);
  const long = field(Buffer.alloc(100, 0x62));
  const cut = (bytes: Buffer, ...at: readonly number[]) =>
    [0, ...at].map((start, index) => stream(start, bytes.subarray(start, at[index])));
  const [first, second, third] = cut(long, 40, 70) as [Buffer, Buffer, Buffer];
  const longText = long.subarray(2);
  return [
    open("A message.", [stream(0, hello)], "hello"),
    open("An empty message.", [stream(0, field(""))], ""),
    open("Messages in one piece.", [stream(0, join(hello, field(""), field("two")))], "hello", "", "two"),
    open("A message as large as is allowed.", [stream(0, field(large))], large),
    open("A message in three pieces.", [first, second, third], longText),
    open("Its pieces in reverse order.", [third, second, first], longText),
    open("Its pieces in one packet, out of order.", [join(second, ping, third, first)], longText),
    open("Its pieces, each twice.", [first, first, third, third, second, second, first], longText),
    open("A gap that is not filled yet.", [third, first]),
    open("Pieces that overlap.", [stream(0, long.subarray(0, 60)), stream(30, long.subarray(30))], longText),
    open("A piece that holds all others.", [second, third, stream(0, long)], longText),
    open(
      "Byte by byte.",
      [...hello].map((byte, at) => stream(at, u8(byte))),
      "hello",
    ),
    open("Cut within the length.", [stream(1, long.subarray(1)), stream(0, long.subarray(0, 1))], longText),
    open("An empty piece, at any offset.", [stream(0, ""), stream(5_000, ""), stream(0, hello)], "hello"),
    open("Early bytes come again, changed.", [stream(3, "xyz"), stream(0, join(u8(5), "ababa"))], "abxyz"),
    open("Delivered bytes come again, changed.", [stream(0, hello), stream(0, field("jello"))], "hello"),
    open("A message that is not yet whole.", [first]),
    {
      ...open("A datagram before a piece.", [join(datagram("now"), stream(0, hello))], "hello"),
      datagrams: [join("now")],
    },
    tooMuch("The length of a message that is too large by one.", stream(0, varint(2_001))),
    tooMuch("The same behind another message.", stream(0, join(hello, varint(2 ** 40)))),
    wrong("A message's length in more bytes than it takes.", stream(0, join(varint(5, 2), "hello"))),
    wrong("A message's length of 2^53.", stream(0, varint(2n ** 53n))),
    wrong("STREAM without an offset.", u8(0x04)),
    wrong("STREAM without a length.", join(u8(0x04), varint(0))),
    wrong("STREAM, cut off in its value.", stream(0, hello).subarray(0, -1)),
    wrong("STREAM with an offset in more bytes than it takes.", join(u8(0x04), varint(0, 2), field(hello))),
    wrong("MESSAGE.", message("hello")),
    wrong("MESSAGE_PART.", frames.part(Buffer.alloc(256))),
  ];
}

/** */
function windows(): FrameVector[] {
  const window = 8 << 20;
  return [
    open("A piece up to the end of the window.", [stream(window - 1, "x")]),
    tooMuch("A piece beyond the window by one.", stream(window, "x")),
    tooMuch("A piece that ends beyond the window by one.", stream(window - 1, "xy")),
    tooMuch("A piece at 2^53 - 1.", stream(2 ** 53 - 1, "x")),
    open("MAX_DATA.", [maxData(2 ** 53 - 1)]),
    open("MAX_DATA below what was granted.", [maxData(2 ** 30), maxData(0)]),
    wrong("MAX_DATA without an offset.", u8(0x07)),
    wrong("MAX_DATA with an offset in more bytes than it takes.", join(u8(0x07), varint(9, 4))),
  ];
}

/** Each PING is answered by one packet of the server's, from number 0 on. */
function acknowledgements(): FrameVector[] {
  const pings = (count: number) => Array.from({ length: count }, () => ping);
  const every = (count: number): Range[] =>
    Array.from({ length: count }, (_, at) => [2 * at, 2 * at] as const).reverse();
  const value = (bytes: Bytes) => join(u8(0x02), field(bytes));
  return [
    open("ACK of one packet.", [ping, ack([[0, 0]])]),
    open("ACK of the same packet again.", [ping, ack([[0, 0]]), ack([[0, 0]])]),
    open("ACK with the longest delay.", [ping, ack([[0, 0]], 2 ** 53 - 1)]),
    open("ACK of five packets.", [...pings(5), ack([[0, 4]])]),
    open("ACK with ranges.", [
      ...pings(9),
      ack([
        [7, 8],
        [3, 4],
        [0, 0],
      ]),
    ]),
    open("ACK with 32 ranges.", [...pings(63), ack(every(32))]),
    wrong("ACK with 33 ranges.", ...pings(65), ack(every(33))),
    wrong("ACK of a packet that was not sent.", ping, ack([[0, 1]])),
    wrong("ACK before anything was sent.", ack([[0, 0]])),
    wrong("ACK of the last number there is.", ping, ack([[0, 0]]), ack([[2 ** 48 - 1, 2 ** 48 - 1]])),
    wrong("ACK of a number below 0.", ping, value(join(varint(0), varint(0), varint(1)))),
    wrong("ACK with a gap to below 0.", ping, value(join(ackValue([[0, 0]]), varint(0), varint(0)))),
    wrong("ACK with a range to below 0.", ...pings(3), value(join(ackValue([[2, 2]]), varint(0), varint(1)))),
    wrong("ACK without a value.", ping, value("")),
    wrong("ACK without its first range.", ping, value(join(varint(0), varint(0)))),
    wrong("ACK with a gap and no range.", ...pings(3), value(join(ackValue([[2, 2]]), varint(0)))),
    wrong("ACK with an integer in more bytes than it takes.", ping, value(join(varint(0), varint(0, 2), varint(0)))),
    wrong("ACK, cut off in its value.", ping, ack([[0, 0]]).subarray(0, -1)),
    wrong("ACK without a length.", u8(0x02)),
  ];
}

/** */
function ends(): FrameVector[] {
  const hello = field("hello");
  return [
    closing("FIN of nothing.", fin(0)),
    closing("A message, and FIN.", join(fin(6), stream(0, hello))),
    closing("FIN before the message.", fin(6), stream(0, hello)),
    closing("FIN twice.", stream(0, hello), fin(6), fin(6)),
    closing("A message and FIN, all of it again.", join(stream(0, hello), fin(6)), join(stream(0, hello), fin(6))),
    closing("An empty piece behind the end.", fin(0), stream(0, "")),
    closing("A datagram that FIN has overtaken.", fin(0), datagram("late")),
    closing("PING after the end.", fin(0), ping),
    open("FIN whose message is not here yet.", [fin(6), stream(0, hello.subarray(0, 5))]),
    open("FIN beyond the window.", [fin(2 ** 53 - 1)]),
    wrong("FIN with another length.", stream(0, hello), fin(6), fin(7)),
    wrong("FIN with a lesser length.", fin(7), fin(6)),
    wrong("FIN below what has come.", stream(0, hello), fin(5)),
    wrong("FIN below an early piece.", stream(100, "x"), fin(100)),
    wrong("A piece beyond the end.", fin(0), stream(0, field(""))),
    wrong("A piece that ends beyond the end.", fin(6), stream(0, join(hello, "!"))),
    wrong("FIN in the middle of a message.", stream(0, hello.subarray(0, 5)), fin(5)),
    wrong("FIN in the middle of a message that comes later.", fin(5), stream(0, hello.subarray(0, 5))),
    wrong("FIN in the middle of a length.", stream(0, u8(0x40)), fin(1)),
    wrong("FIN without an offset.", u8(0x0a)),
    wrong("RECEIVED.", frames.received),
    wrong("RECEIVED behind FIN.", join(fin(0), frames.received)),
    ended("CLOSE 0 without FIN.", close(0)),
    ended("CLOSE 0 behind FIN, while the server has not ended.", fin(0), close(0)),
    ended("CLOSE 0, and what follows it is passed over.", join(close(0), u8(0x01), datagram("late"))),
  ];
}

/** */
function paths(): FrameVector[] {
  return [
    open("PATH_CHALLENGE.", [pathChallenge("question")]),
    open("PATH_CHALLENGE, padded.", [join(pathChallenge("question"), padding(1_000))]),
    open("PATH_RESPONSE to nothing.", [pathResponse("response")]),
    wrong("PATH_CHALLENGE, cut off.", pathChallenge("questio")),
    wrong("PATH_RESPONSE, cut off.", pathResponse("respons")),
  ];
}

function epoch0(): FrameVector[] {
  const none = begin("none");
  const enters = (comment: string, ...packets: readonly Buffer[]): FrameVector => ({
    comment,
    link,
    epoch: 0,
    packets,
    result: "authenticated",
  });
  return [
    enters("AUTH frames overlap.", auth(0, none.subarray(0, 3)), auth(1, none.subarray(1))),
    enters(
      "What is missing comes later.",
      auth(2, none.subarray(2)),
      auth(0, none.subarray(0, 2)),
      auth(2, none.subarray(2)),
    ),
    enters("BEGIN comes twice.", auth(0, none), auth(0, none)),
  ];
}
