import { PeerError } from "../errors.ts";
import { readVarint, varintBytes, varintBytesOf, writeVarint } from "../varint.ts";
import { FrameType } from "../wire.ts";

/** Takes the frames of one packet in order. May throw PeerError, which ends the session. */
export interface FrameSink {
  /**
   * One frame, its value in plaintext[start, end); `argument` is the integer some frames carry before it
   * (AUTH, STREAM, MAX_DATA, FIN: offset, CLOSE: code).
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
    if (shape === "argument" || shape === "argument, value") {
      argument = readVarint(plaintext, at, packetEnd);
      at += varintBytesOf(plaintext[at] as number);
    }
    if (shape === "value" || shape === "argument, value") {
      length = readVarint(plaintext, at, packetEnd);
      at += varintBytesOf(plaintext[at] as number);
    }
    if (shape === "eight bytes") length = 8;
    if (length > packetEnd - at) throw new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer sent a frame cut off.");
    sink.handleFrame(type, plaintext, at, at + length, argument);
    at += length;
  }
}

type Shape = "bare" | "value" | "argument" | "argument, value" | "eight bytes";

const shapes: readonly (Shape | undefined)[] = Object.assign([] as Shape[], {
  [FrameType.ping]: "bare",
  [FrameType.ack]: "value",
  [FrameType.auth]: "argument, value",
  [FrameType.stream]: "argument, value",
  [FrameType.message]: "value",
  [FrameType.messagePart]: "value",
  [FrameType.datagram]: "value",
  [FrameType.maxData]: "argument",
  [FrameType.pathChallenge]: "eight bytes",
  [FrameType.pathResponse]: "eight bytes",
  [FrameType.fin]: "argument",
  [FrameType.close]: "argument",
  [FrameType.received]: "bare",
});

/** Bytes that a frame with a value of `length` bytes takes. */
export function frameBytes(length: number): number {
  return 1 + varintBytes(length) + length;
}

/** Writes type and a first integer, for most frames the length of the value that follows at the returned offset. */
export function writeFrameHead(into: Uint8Array, at: number, type: number, integer: number): number {
  into[at] = type;
  return writeVarint(into, at + 1, integer);
}

/** A whole AUTH frame, `bytes` from `offset` of the stream on. Returns the offset behind it. */
export function writeAuthFrame(into: Uint8Array, at: number, offset: number, bytes: Uint8Array): number {
  const start = writeVarint(into, writeFrameHead(into, at, FrameType.auth, offset), bytes.length);
  into.set(bytes, start);
  return start + bytes.length;
}

/** A whole CLOSE frame. Returns the offset behind it. */
export function writeCloseFrame(into: Uint8Array, at: number, code: number): number {
  return writeFrameHead(into, at, FrameType.close, code);
}
