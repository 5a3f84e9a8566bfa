import { randomBytes } from "node:crypto";
import { AuthenticationReader, encodeAuthenticationMessage } from "../../src/auth/message.ts";
import { ByteReader, concat, lv8, lv16, u8, utf8, varint } from "../../src/bytes.ts";
import { readAckFrame, writeAckFrame } from "../../src/delivery/lossy/ack-frame.ts";
import { IncomingStream } from "../../src/delivery/lossy/incoming-stream.ts";
import { RangeSet } from "../../src/delivery/lossy/range-set.ts";
import { decodeAccept } from "../../src/handshake/accept.ts";
import { Admission } from "../../src/handshake/admission.ts";
import { decodeHello } from "../../src/handshake/hello.ts";
import { decodeNames, decodeParameters, encodeNames, encodeParameters } from "../../src/handshake/parameters.ts";
import { decodeReject, encodeReject, rejectError } from "../../src/handshake/reject.ts";
import { decodeRetry, encodeRetry } from "../../src/handshake/retry.ts";
import { suiteName } from "../../src/key-schedule/symmetric-state.ts";
import { defaultLimits } from "../../src/limits.ts";
import { parseFrames, writeAuthFrame, writeCloseFrame } from "../../src/packet/frame.ts";
import { CloseCode, FrameType, maxAckRanges } from "../../src/wire.ts";
import { answer, cipher, clientHandshake, identity, ourParameters } from "../fixtures/handshake-pair.ts";
import { fuzzAll, impossible } from "./parser.ts";

const protocol = ["ERR_COUNTERSIGN_PROTOCOL"];
const message = [...protocol, "ERR_COUNTERSIGN_NOT_COUNTERSIGN"];

const integers = [0, 63, 64, 16_383, 16_384, 2 ** 30 - 1, 2 ** 30, Number.MAX_SAFE_INTEGER].map(varint);
const hellos = [clientHandshake().hello, clientHandshake({ padded: true }).hello];
const accepts = hellos.map((hello) => answer(hello).accept);
const clientId = randomBytes(8);
const rejects = [1, 2, 3, 4, 5, 9].map((code) =>
  encodeReject({ clientId, code, versions: [1, 2], suites: [suiteName(cipher), "another"] }),
);
const retries = [encodeRetry({ clientId, cookie: randomBytes(32) })];
const challenge = randomBytes(32);
const parameters = [
  encodeParameters({ ...ourParameters, offers: ["none", "hmac-sha256"], challenge }),
  encodeParameters({ ...ourParameters, versions: [1], suites: [suiteName(cipher)] }, 40),
];
const streams = [encodeAuthenticationMessage(1, randomBytes(100)), encodeAuthenticationMessage(3, randomBytes(0))];
const admissions = [0, Number.POSITIVE_INFINITY].map(
  (cookieAboveHalfOpen) =>
    new Admission({
      cipher,
      identities: [identity],
      random: randomBytes,
      limits: {
        ...defaultLimits,
        maxHalfOpen: Number.POSITIVE_INFINITY,
        maxHalfOpenPerAddress: Number.POSITIVE_INFINITY,
        maxSessions: Number.POSITIVE_INFINITY,
        cookieAboveHalfOpen,
      },
      sessions: () => 0,
    }),
);

const ackFrames = [
  [7, 0, 7],
  [300, 5_000, 20, 0, 0, 70, 3],
  [1_000, 0, 0, ...Array<number>(62).fill(0)],
];
const acks = ackFrames.map((integers) => concat(...integers.map(varint)));
const messages = concat(...[3, 0, 70, 300].flatMap((length) => [varint(length), Buffer.alloc(length, 4)]));

// spec: W-5, W-8, W-11, P-9, H-4, R-2, R-5
fuzzAll([
  { what: "a varint", corpus: integers, parse: readInteger, codes: protocol },
  {
    what: "fields of bytes",
    corpus: [concat(lv8(utf8("name")), lv16(utf8("field")))],
    parse: readFields,
    codes: protocol,
  },
  { what: "a list of names", corpus: [encodeNames(["one", "ä"])], parse: readNames, codes: protocol },
  { what: "parameters", corpus: parameters, parse: readParameters, codes: protocol },
  { what: "HELLO", corpus: hellos, parse: readHello, codes: message },
  { what: "ACCEPT", corpus: accepts, parse: readAccept, codes: message },
  { what: "REJECT", corpus: rejects, parse: readReject, codes: message },
  { what: "RETRY", corpus: retries, parse: readRetry, codes: [...message, "ERR_COUNTERSIGN_VERSION"] },
  { what: "a stranger's first packet", corpus: [...hellos, ...accepts], parse: screen, codes: [] },
  { what: "a packet's frames", corpus: framesOfEveryKind(), parse: readFrames, codes: protocol },
  { what: "a stream of authentication", corpus: streams, parse: readStream, codes: protocol },
  { what: "an acknowledgement", corpus: acks, parse: readAck, codes: protocol },
  {
    what: "a stream of messages",
    corpus: [messages],
    parse: readMessages,
    oneIn: 10,
    codes: [...protocol, "ERR_COUNTERSIGN_LIMIT"],
  },
]);

/** There is one way only to write what was read. */
function requireSame(written: Uint8Array, input: Uint8Array): void {
  if (Buffer.compare(written, input) !== 0) impossible("Written again, it is something else.");
}

function readInteger(input: Buffer): void {
  const reader = new ByteReader(input);
  const value = reader.varint();
  requireSame(varint(value), input.subarray(0, reader.offset));
}

function readFields(input: Buffer): void {
  const reader = new ByteReader(input);
  const [name, field] = [reader.take(reader.u8()), reader.take(reader.u16())];
  reader.end();
  requireSame(concat(lv8(name), lv16(field)), input);
}

function readNames(input: Buffer): void {
  requireSame(encodeNames(decodeNames(new ByteReader(input))), input);
}

/** Unknown ones are passed over, so that only what is known comes back. */
function readParameters(input: Buffer): void {
  const read = decodeParameters(input);
  const again = decodeParameters(encodeParameters(read));
  if (JSON.stringify(again) !== JSON.stringify(read)) impossible("Written again, they are others.");
  if (!Number.isSafeInteger(read.maxPacket)) impossible("A size that is none.");
}

function readHello(input: Buffer): void {
  const { head, payload, cookie } = decodeHello(input);
  const written = concat(head, payload);
  written.set(cookie, 10);
  requireSame(written, input);
}

function readAccept(input: Buffer): void {
  const { head, payload } = decodeAccept(input);
  requireSame(concat(head, payload), input);
}

function readReject(input: Buffer): void {
  const reject = decodeReject(input);
  rejectError(reject);
  const written = encodeReject(reject);
  written[1] = input[1] as number; // the version of whoever wrote it
  requireSame(written, input);
}

function readRetry(input: Buffer): void {
  requireSame(encodeRetry(decodeRetry(input)), input);
}

/** Never throws, and never answers an address that is not proven with more than what came. */
function screen(input: Buffer): void {
  for (const admission of admissions) {
    for (const proven of [false, true]) {
      const verdict = admission.screen(input, { address: "somewhere", proven }, 0);
      if (verdict.kind === "admit") verdict.settled();
      if (verdict.kind === "answer" && !proven && verdict.reply.length > input.length) impossible("It amplifies.");
    }
  }
}

function framesOfEveryKind(): Uint8Array[] {
  const text = utf8("a message of some length");
  const auth = Buffer.alloc(64);
  const close = Buffer.alloc(8);
  return [
    concat(u8(FrameType.message), varint(text.length), text, u8(FrameType.ping)),
    concat(u8(FrameType.messagePart), varint(300), Buffer.alloc(300), u8(FrameType.message), varint(0)),
    concat(u8(FrameType.datagram), varint(text.length), text, Buffer.alloc(20)),
    auth.subarray(0, writeAuthFrame(auth, 0, 70_000, text)),
    concat(close.subarray(0, writeCloseFrame(close, 0, CloseCode.limit)), u8(FrameType.received)),
  ];
}

function readFrames(input: Buffer): void {
  let last = 0;
  parseFrames(input, {
    handleFrame(_type, plaintext, start, end, argument) {
      const inside = start > last && start <= end && end <= plaintext.length;
      if (!inside || !Number.isSafeInteger(argument)) impossible(`A frame from ${start} to ${end} behind ${last}.`);
      last = end;
    },
  });
}

/** One stream in pieces of any size. */
function readStream(input: Buffer): void {
  const reader = new AuthenticationReader();
  for (let at = 0; at < input.length; ) {
    const end = at + 1 + ((input[at] ?? 0) % 40);
    const before = reader.offset;
    const complete = reader.push(input.subarray(at, end));
    if (reader.offset !== before + input.subarray(at, end).length) impossible("Its offset is not what was taken.");
    if (complete) requireSame(encodeAuthenticationMessage(complete.kind, complete.body), complete.bytes);
    at = end;
  }
}

function readAck(input: Buffer): void {
  const ranges = new RangeSet();
  const delayMs = readAckFrame(input, 0, input.length, {
    handleAckRange: (smallest, largest) => ranges.add(smallest, largest + 1),
  });
  if (ranges.count > maxAckRanges) impossible("Too many ranges.");
  // The largest number of all has none behind it, as ranges need it.
  if (ranges.end(ranges.count - 1) > Number.MAX_SAFE_INTEGER || delayMs > 2 ** 40) return;
  const frame = Buffer.alloc(600);
  const end = writeAckFrame(frame, 0, ranges, Math.round(delayMs * 1_000));
  requireSame(frame.subarray(end - input.length, end), input);
}

/** One stream in pieces of any size, every second of which overtakes the one before it. */
function readMessages(input: Buffer): void {
  const stream = new IncomingStream(1_000);
  const came: Uint8Array[] = [];
  for (let at = 0; at < input.length; ) {
    const middle = Math.min(input.length, at + 1 + ((input[at] ?? 0) % 40));
    const end = Math.min(input.length, middle + 1 + ((input[middle] ?? 0) % 40));
    stream.handlePiece(input, middle, end, middle);
    stream.handlePiece(input, at, middle, at);
    stream.handlePacketEnd(input);
    for (let arrival = stream.poll(); arrival; arrival = stream.poll()) came.push(...arrival.messages);
    if (stream.deliveredBytes !== end || stream.keptBytes > 0) impossible("Something was not handed on.");
    at = end;
  }
  stream.handleFinal(input.length);
  requireSame(concat(...came.flatMap((each) => [varint(each.length), each])), input);
}
