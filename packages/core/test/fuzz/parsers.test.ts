import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkOptions } from "../../src/api/options.ts";
import { sharedKey, sharedKeys } from "../../src/auth/hmac.ts";
import { AuthenticationReader, encodeAuthenticationMessage } from "../../src/auth/message.ts";
import { readSharedKey } from "../../src/auth/shared-key.ts";
import { ByteReader, concat, lv8, lv16, readUtf8, u8, utf8, varint } from "../../src/bytes.ts";
import { decodeAccept } from "../../src/handshake/accept.ts";
import { Admission } from "../../src/handshake/admission.ts";
import { decodeHello } from "../../src/handshake/hello.ts";
import { decodeNames, decodeParameters, encodeNames, encodeParameters } from "../../src/handshake/parameters.ts";
import { decodeReject, encodeReject, rejectError } from "../../src/handshake/reject.ts";
import { generateSharedKey } from "../../src/index.ts";
import { suiteName } from "../../src/key-schedule/symmetric-state.ts";
import { parseFrames, writeAuthFrame, writeCloseFrame } from "../../src/packet/frame.ts";
import { fuzz } from "../../src/testing/fuzz.ts";
import { memory } from "../../src/testing/memory.ts";
import { CloseCode, FrameType } from "../../src/wire.ts";
import { decodeX25519PublicKey } from "../../src/x25519/index.ts";
import { context } from "../fixtures/auth-pair.ts";
import { answer, cipher, clientHandshake, identity, ourParameters } from "../fixtures/handshake-pair.ts";
import { flatBytes, inputs } from "../fixtures/inputs.ts";
import { seed } from "../fixtures/seed.ts";

interface Parser {
  readonly what: string;
  readonly corpus: readonly Uint8Array[];
  readonly parse: (input: Buffer) => unknown;
  /** Every code that a refusal may have. */
  readonly codes: readonly string[];
  /** One of so many inputs is tried: what does arithmetic with keys is slow. */
  readonly every?: number;
}

const [weak, noKey] = ["ERR_COUNTERSIGN_WEAK_KEY", "ERR_COUNTERSIGN_NO_KEY"];
const [wrong, invalid] = ["ERR_COUNTERSIGN_AUTHENTICATION", "ERR_COUNTERSIGN_INVALID_ARGUMENT"];
const protocol = ["ERR_COUNTERSIGN_PROTOCOL"];
const message = [...protocol, "ERR_COUNTERSIGN_NOT_COUNTERSIGN"];

const key = Buffer.alloc(32, 0x4b);
const hellos = [clientHandshake().hello, clientHandshake({ padded: true }).hello];
const accepts = hellos.map((hello) => answer(hello).accept);
const clientId = randomBytes(8);
const rejects = [1, 2, 3, 4, 5, 9].map((code) =>
  encodeReject({ clientId, code, versions: [1, 2], suites: [suiteName(cipher), "another"] }),
);
const challenge = randomBytes(32);
const parameters = [
  encodeParameters({ ...ourParameters, offers: ["none", "hmac-sha256"], challenge }),
  encodeParameters({ ...ourParameters, versions: [1], suites: [suiteName(cipher)] }, 40),
];
const frames = framesOfEveryKind();
const proof = await proofOfAlice();
const admission = new Admission(cipher, [identity], Number.POSITIVE_INFINITY);
const texts = ["", "short", generateSharedKey(), randomBytes(40).toString("base64")].map(utf8);

const limits = [JSON.stringify({ maxMessageBytes: 5_000, idleTimeoutMs: 0 }), "null", '{"maxHalfOpen":7}'].map(utf8);

const parsers: readonly Parser[] = [
  { what: "a varint", corpus: varints(), parse: (input) => new ByteReader(input).varint(), codes: protocol },
  { what: "fields of bytes", corpus: [lv16(utf8("field")), lv8(utf8("name"))], parse: readFields, codes: protocol },
  { what: "UTF-8", corpus: ["a", "ä€😀"].map(utf8), parse: readUtf8, codes: protocol },
  { what: "a list of names", corpus: [encodeNames(["one", "ä"])], parse: readNames, codes: protocol },
  { what: "parameters", corpus: parameters, parse: decodeParameters, codes: protocol },
  { what: "HELLO", corpus: hellos, parse: decodeHello, codes: message },
  { what: "ACCEPT", corpus: accepts, parse: decodeAccept, codes: message },
  { what: "REJECT", corpus: rejects, parse: (input) => rejectError(decodeReject(input)).message, codes: message },
  { what: "a stranger's first packet", corpus: [...hellos, ...accepts], parse: screen, codes: [], every: 5 },
  { what: "frames", corpus: frames, parse: (input) => parseFrames(input, { handleFrame() {} }), codes: protocol },
  { what: "AUTH's stream", corpus: [encodeAuthenticationMessage(1, proof)], parse: readInPieces, codes: protocol },
  { what: "a client's proof", corpus: [proof], parse: verify, codes: [...protocol, wrong], every: 10 },
  { what: "the text of a shared key", corpus: texts, parse: readKey, codes: [weak, noKey] },
  { what: "limits", corpus: limits, parse: readLimits, codes: [invalid] },
  { what: "an X25519 key", corpus: [identity.publicKey.encoded], parse: decodeX25519PublicKey, codes: [invalid] },
];

describe(`${inputs} hostile inputs, seed ${seed}:`, () => {
  it.each(parsers)(
    "$what is parsed or refused, and leaves nothing behind",
    async (parser) => {
      const { corpus, parse, codes, every = 1 } = parser;
      const report = await fuzz({ seed, inputs: Math.ceil(inputs / every), corpus }, parse);
      expect(codes).toEqual(expect.arrayContaining(Object.keys(report.refused)));
      expect(Object.keys(report.refused).length > 0, "something was refused").toBe(codes.length > 0);
      expect(report.accepted).toBeGreaterThan(0);
      expect(report.growthBytes).toBeLessThan(flatBytes);
    },
    600_000,
  );
});

function varints(): Uint8Array[] {
  return [0, 63, 64, 16_383, 16_384, 2 ** 30 - 1, 2 ** 30, Number.MAX_SAFE_INTEGER].map(varint);
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

async function proofOfAlice(): Promise<Uint8Array> {
  const step = await sharedKey("alice", key).begin(context("client")).step(new Uint8Array());
  return step.send as Uint8Array;
}

/** As a server's session does: a mechanism's own errors stay with it. */
function verify(input: Buffer): Promise<unknown> | unknown {
  return sharedKeys({ alice: key }).begin(context("server")).step(input);
}

function readFields(input: Buffer): void {
  const reader = new ByteReader(input);
  reader.take(reader.u8());
  reader.take(reader.u16());
  reader.end();
}

function readNames(input: Buffer): string[] {
  return decodeNames(new ByteReader(input));
}

function readKey(input: Buffer): Uint8Array {
  return readSharedKey(input.toString(), input.toString("latin1"));
}

/** What a program might take from a file: any JSON, and what is none as a string. */
function readLimits(input: Buffer): unknown {
  let value: unknown;
  try {
    value = JSON.parse(input.toString());
  } catch {
    value = input.toString();
  }
  return checkOptions({ transport: memory(), address: "memory:0", cipher, limits: value as object });
}

/** One stream in frames of any size. */
function readInPieces(input: Buffer): void {
  const reader = new AuthenticationReader();
  for (let at = 0; at < input.length; ) {
    const end = at + 1 + ((input[at] ?? 0) % 40);
    reader.push(input.subarray(at, end));
    at = end;
  }
}

/** Never throws, and never answers with more than three times what came. */
function screen(input: Buffer): void {
  for (const proven of [false, true]) {
    const verdict = admission.screen(input, { address: "somewhere", proven });
    if (verdict.kind === "admit") admission.settled();
    if (verdict.kind === "reject" && !proven && verdict.reply.length > 3 * input.length) {
      throw new Error("The answer is more than three times as long.");
    }
  }
}
