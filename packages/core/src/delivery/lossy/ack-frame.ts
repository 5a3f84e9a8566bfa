import { PeerError } from "../../errors.ts";
import { frameBytes, writeFrameHead } from "../../packet/frame.ts";
import { readVarint, varintBytes, varintBytesOf, writeVarint } from "../../varint.ts";
import { FrameType, maxAckRanges } from "../../wire.ts";
import type { RangeSet } from "./range-set.ts";

/** Takes the ranges of one ACK frame, newest first. May throw PeerError, which ends the session. */
export interface AckSink {
  /** The peer has the packets `smallest` to `largest`, both included. */
  handleAckRange(smallest: number, largest: number): void;
}

/**
 * Reads the value of an ACK frame (RFC 9000 §19.3.1), from[start, end), and returns its delay in milliseconds: of the
 * acknowledgement behind the arrival of the largest number, as the peer says. Allocates nothing. Throws PeerError on a
 * value that is malformed or has too many ranges, maybe after ranges were handed over.
 */
export function readAckFrame(from: Uint8Array, start: number, end: number, sink: AckSink): number {
  let at = start;
  const largest = readVarint(from, at, end);
  at += varintBytesOf(from[at] as number);
  const delay = readVarint(from, at, end);
  at += varintBytesOf(from[at] as number);
  const first = readVarint(from, at, end);
  at += varintBytesOf(from[at] as number);
  let smallest = handRange(largest, first, sink);
  for (let ranges = 1; at < end; ranges++) {
    if (ranges === maxAckRanges) throw malformed("has too many ranges");
    const gap = readVarint(from, at, end);
    at += varintBytesOf(from[at] as number);
    const length = readVarint(from, at, end);
    at += varintBytesOf(from[at] as number);
    smallest = handRange(smallest - gap - 2, length, sink);
  }
  return delay / 1_000;
}

/** Returns the smallest number of the range. */
function handRange(largest: number, length: number, sink: AckSink): number {
  const smallest = largest - length;
  if (smallest < 0) throw malformed("names negative packet numbers");
  sink.handleAckRange(smallest, largest);
  return smallest;
}

function malformed(how: string): PeerError {
  return new PeerError("ERR_COUNTERSIGN_PROTOCOL", `The peer sent an acknowledgement that ${how}.`);
}

/** Bytes of a whole ACK frame. `ranges`: at least one, at most `maxAckRanges`; `delay`: whole microseconds. */
export function ackFrameBytes(ranges: RangeSet, delay: number): number {
  return frameBytes(valueBytes(ranges, delay));
}

/** Writes a whole ACK frame, and returns the offset behind it. */
export function writeAckFrame(into: Uint8Array, at: number, ranges: RangeSet, delay: number): number {
  let next = writeFrameHead(into, at, FrameType.ack, valueBytes(ranges, delay));
  const newest = ranges.count - 1;
  next = writeVarint(into, next, ranges.end(newest) - 1);
  next = writeVarint(into, next, delay);
  next = writeVarint(into, next, lengthOf(ranges, newest));
  for (let index = newest - 1; index >= 0; index--) {
    next = writeVarint(into, next, gapAbove(ranges, index));
    next = writeVarint(into, next, lengthOf(ranges, index));
  }
  return next;
}

function valueBytes(ranges: RangeSet, delay: number): number {
  const newest = ranges.count - 1;
  let bytes = varintBytes(ranges.end(newest) - 1) + varintBytes(delay) + varintBytes(lengthOf(ranges, newest));
  for (let index = newest - 1; index >= 0; index--) {
    bytes += varintBytes(gapAbove(ranges, index)) + varintBytes(lengthOf(ranges, index));
  }
  return bytes;
}

/** As the frame counts it: 0 for a single number. */
function lengthOf(ranges: RangeSet, index: number): number {
  return ranges.end(index) - 1 - ranges.start(index);
}

/** As the frame counts it: 0 when one number is missing. */
function gapAbove(ranges: RangeSet, index: number): number {
  return ranges.start(index + 1) - ranges.end(index) - 1;
}
