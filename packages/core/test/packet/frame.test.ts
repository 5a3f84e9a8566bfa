import { describe, expect, it } from "vitest";
import { concat, lv8, u8, utf8, varint } from "../../src/bytes.ts";
import { PeerError } from "../../src/errors.ts";
import { frameBytes, parseFrames, writeAuthFrame, writeFrameHead } from "../../src/packet/frame.ts";
import { seededRandom } from "../../src/testing/random.ts";
import { FrameType } from "../../src/wire.ts";
import { peerError } from "../fixtures/failure.ts";
import { fromHex } from "../fixtures/hex.ts";
import { seed } from "../fixtures/seed.ts";

interface Frame {
  readonly type: number;
  readonly value: string;
  readonly argument: number;
}

function parsed(plaintext: Uint8Array): Frame[] {
  const frames: Frame[] = [];
  parseFrames(Buffer.from(plaintext), {
    handleFrame(type, bytes, start, end, argument) {
      frames.push({ type, value: bytes.toString("latin1", start, end), argument });
    },
  });
  return frames;
}

// spec: P-9
describe("parseFrames", () => {
  // spec: W-7
  it("hands over every frame in order, without padding", () => {
    const message = Buffer.alloc(frameBytes(3));
    message.set(utf8("abc"), writeFrameHead(message, 0, FrameType.message, 3));
    const auth = Buffer.alloc(16);
    const authBytes = writeAuthFrame(auth, 0, 300, utf8("proof"));
    const plaintext = concat(
      u8(FrameType.ping),
      message,
      new Uint8Array(5),
      auth.subarray(0, authBytes),
      concat(u8(FrameType.datagram), lv8(new Uint8Array())),
      concat(u8(FrameType.close), varint(2)),
      u8(FrameType.received),
      new Uint8Array(2),
    );
    expect(parsed(plaintext)).toEqual([
      { type: FrameType.ping, value: "", argument: 0 },
      { type: FrameType.message, value: "abc", argument: 0 },
      { type: FrameType.auth, value: "proof", argument: 300 },
      { type: FrameType.datagram, value: "", argument: 0 },
      { type: FrameType.close, value: "", argument: 2 },
      { type: FrameType.received, value: "", argument: 0 },
    ]);
  });

  it("takes a packet without any frame", () => {
    expect(parsed(new Uint8Array())).toEqual([]);
  });

  it.each([
    ["a frame of unknown type", "7f"],
    ["a frame of a type not in use yet", "0c00"],
    ["a frame without its length", "05"],
    ["a length cut off", "0540"],
    ["a length not in its shortest form", "05400161"],
    ["a length beyond the packet", "05036162"],
    ["a huge length", "05ffffffffffffffff"],
    ["an argument cut off", "03c000"],
    ["eight bytes cut off", "0801020304050607"],
    ["an argument without length", "0300"],
    ["a malformed frame behind good ones", "0105016105"],
  ])("refuses %s", (_what, text) => {
    expect(() => parsed(fromHex(text))).toThrow(peerError("ERR_COUNTERSIGN_PROTOCOL"));
  });

  it(`throws nothing but PeerError and never reads past the end, seed ${seed}`, () => {
    const random = seededRandom(seed);
    for (let i = 0; i < 20_000; i++) {
      const plaintext = random.bytes(random.integer(24)).map((byte) => (random.chance(0.7) ? byte % 16 : byte));
      try {
        for (const { value } of parsed(plaintext)) expect(value.length).toBeLessThan(plaintext.length);
      } catch (error) {
        expect(error).toBeInstanceOf(PeerError);
      }
    }
  });
});

describe("writing frames", () => {
  it.each([0, 63, 64, 16_383, 16_384, 2 ** 17])("knows how long a frame of %d bytes is", (length) => {
    const frame = Buffer.alloc(length + 9);
    expect(writeFrameHead(frame, 0, FrameType.message, length) + length).toBe(frameBytes(length));
  });
});
