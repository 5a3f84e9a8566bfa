import type { Field } from "../protocol.ts";
import type { Explanation } from "./explanations/explanation.ts";

/** Reads bytes field by field, and notes what each of them is. What is cut off is as short as it is. */
export class Layout {
  readonly bytes: Buffer;
  readonly fields: Field[] = [];
  at = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** The next `bytes` bytes are one field; `show` says for people what is in them. */
  take(explanation: Explanation, bytes: number, show: (value: Buffer) => string = inHex): Buffer {
    const value = this.bytes.subarray(this.at, this.at + Math.max(0, bytes));
    if (value.length > 0) {
      const { name, what, why, spec } = explanation;
      const cut = value.length < bytes ? " (cut off)" : "";
      this.fields.push({ name, at: this.at, bytes: value.length, value: show(value) + cut, what, why, spec });
    }
    this.at += value.length;
    return value;
  }

  /** A big-endian number of so many bytes, up to 6. */
  number(explanation: Explanation, bytes: number, show: (value: number) => string = String): number {
    const value = this.take(explanation, bytes, (raw) => show(readNumber(raw)));
    return readNumber(value);
  }

  /** A varint (spec: W-8). */
  varint(explanation: Explanation, show: (value: number) => string = String): number {
    const bytes = 1 << ((this.bytes[this.at] ?? 0) >>> 6);
    const value = this.take(explanation, bytes, (raw) => show(readVarint(raw)));
    return readVarint(value);
  }

  /** Everything that is left. */
  rest(explanation: Explanation, show?: (value: Buffer) => string): Buffer {
    return this.take(explanation, this.left, show);
  }
}

export function readVarint(raw: Buffer): number {
  let value = (raw[0] ?? 0) & 0x3f;
  for (const byte of raw.subarray(1)) value = value * 256 + byte;
  return value;
}

function readNumber(raw: Buffer): number {
  return raw.length === 0 ? 0 : raw.readUIntBE(0, raw.length);
}

/** Groups of two bytes; long values are shown by their beginning. */
export function inHex(value: Buffer): string {
  const beginning = value
    .subarray(0, 16)
    .toString("hex")
    .replace(/(....)(?=.)/g, "$1 ");
  return value.length > 16 ? `${beginning} … ${value.length} bytes` : beginning;
}

export function asText(value: Buffer): string {
  return JSON.stringify(value.toString("utf8"));
}
