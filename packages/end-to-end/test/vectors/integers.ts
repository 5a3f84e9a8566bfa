import { varint } from "../strangers-peer/bytes.ts";
import { ours, type VectorFile } from "./file.ts";

/** Varints, good and bad (W-8). */
export function integers(): VectorFile {
  const largest = 2n ** 53n - 1n;
  const good = [0, 1, 37, 63, 64, 15_293, 16_383, 16_384, 494_878_333, 2 ** 30 - 1, 2 ** 30, largest];
  const malformed = (comment: string, bytes: Uint8Array) => ({ comment, bytes, result: "malformed" });
  const hex = (text: string) => Buffer.from(text, "hex");
  return {
    origin: ours(
      "Integers of docs/spec/wire.md: W-8. 37, 15,293, 494,878,333 and 151,288,809,941,952,652 are those of RFC 9000 " +
        "§A.1, whose 37 in two bytes and whose largest this protocol refuses.",
    ),
    vectors: [
      ...good.map((value) => ({ comment: `${value}.`, bytes: varint(value), value: `${value}`, result: "ok" })),
      malformed("37 in two bytes (RFC 9000 §A.1).", hex("4025")),
      malformed("151,288,809,941,952,652, which is above 2^53 - 1 (RFC 9000 §A.1).", hex("c2197c5eff14e88c")),
      malformed("2^53.", varint(largest + 1n)),
      malformed("2^62 - 1.", varint(2n ** 62n - 1n)),
      malformed("0 in two bytes.", varint(0, 2)),
      malformed("63 in two bytes.", varint(63, 2)),
      malformed("63 in four bytes.", varint(63, 4)),
      malformed("16,383 in four bytes.", varint(16_383, 4)),
      malformed("16,383 in eight bytes.", varint(16_383, 8)),
      malformed("2^30 - 1 in eight bytes.", varint(2 ** 30 - 1, 8)),
      malformed("Nothing.", Buffer.alloc(0)),
      malformed("Two bytes, of which one is missing.", varint(64).subarray(0, 1)),
      malformed("Four bytes, of which one is missing.", varint(16_384).subarray(0, 3)),
      malformed("Eight bytes, of which one is missing.", varint(largest).subarray(0, 7)),
    ],
  };
}
