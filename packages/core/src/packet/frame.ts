import { PeerError } from "../errors.ts";
import { readVarint, varintBytes, varintBytesOf, writeVarint } from "../varint.ts";
import { FrameType } from "../wire.ts";

/** Takes the frames of one packet in order. May throw PeerError, which ends the session. */
export interface FrameSink {
  /**
   * One frame, its value in plaintext[start, end); `argument` is the integer some frames carry before it
   * (AUTH: offset, CLOSE: code).
   */
  handleFrame(type: number, plaintext: Buffer, start: number, end: number, argument: number): void;
}

/** Hands every frame of a packet's plaintext to `sink`, by offsets: nothing is copied or allocated (spec: P-9). */
export function parseFrames(plaintext: Buffer, sink: FrameSink): void {
  const packetEnd = plaintext.length;
  for (let at = 0; at < packetEnd; ) {
    const type = plaintext[at++] as number;
    if (type === FrameType.padding) continue;
    const shape = shapes[type];
    if (!shape) throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", `The peer sent a frame of unknown type ${type}.`);
    let argument = 0;
    let length = 0;
    if (shape === "argument, value") {
      argument = readVarint(plaintext, at, packetEnd);
      at += varintBytesOf(plaintext[at] as number);
    }
    if (shape !== "bare") {
      length = readVarint(plaintext, at, packetEnd);
      at += varintBytesOf(plaintext[at] as number);
    }
    if (length > packetEnd - at) throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer sent a frame cut off.");
    sink.handleFrame(type, plaintext, at, at + length, argument);
    at += length;
  }
}

type Shape = "bare" | "value" | "argument, value";

const shapes: readonly (Shape | undefined)[] = Object.assign([] as Shape[], {
  [FrameType.ping]: "bare",
  [FrameType.auth]: "argument, value",
  [FrameType.message]: "value",
  [FrameType.messagePart]: "value",
  [FrameType.datagram]: "value",
  [FrameType.close]: "argument, value",
  [FrameType.received]: "bare",
});

/** Bytes that a frame with a value of `length` bytes takes. */
export function frameBytes(length: number): number {
  return 1 + varintBytes(length) + length;
}

/** Writes type and length; the value follows at the returned offset. */
export function writeFrameHead(into: Uint8Array, at: number, type: number, length: number): number {
  into[at] = type;
  return writeVarint(into, at + 1, length);
}

/** A whole frame that carries an integer before its value. Returns the offset behind it. */
export function writeFrame(into: Uint8Array, at: number, type: number, argument: number, value: Uint8Array): number {
  into[at] = type;
  const start = writeVarint(into, writeVarint(into, at + 1, argument), value.length);
  into.set(value, start);
  return start + value.length;
}
