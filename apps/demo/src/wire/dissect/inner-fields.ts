import type { Field } from "../protocol.ts";
import { frameNames, frames } from "./explanations/frames.ts";
import { otherParameter, parameters } from "./explanations/parameters.ts";
import { asText, inHex, Layout, readVarint } from "./layout.ts";

/** The parameters in HELLO and ACCEPT (spec: W-4). Each is one field, with its id and length. */
export function parameterFields(bytes: Buffer): Field[] {
  const layout = new Layout(bytes);
  while (layout.left > 0) {
    const ahead = new Layout(bytes.subarray(layout.at));
    const id = ahead.varint(otherParameter);
    const length = ahead.varint(otherParameter);
    const show = showParameter[id] ?? inHex;
    layout.take(parameters[id] ?? otherParameter, ahead.at + length, (whole) => show(whole.subarray(ahead.at)));
  }
  return layout.fields;
}

const number = (value: Buffer) => readVarint(value).toLocaleString("en");
const names = (value: Buffer) => {
  const found: string[] = [];
  for (let at = 0; at < value.length; at += 1 + (value[at] as number)) {
    found.push(value.toString("utf8", at + 1, at + 1 + (value[at] as number)));
  }
  return found.join(", ");
};

const showParameter: Readonly<Record<number, (value: Buffer) => string>> = {
  0: (value) => `${value.length} zeros`,
  1: (value) => [...value].join(", "),
  2: names,
  3: number,
  4: number,
  5: number,
  6: number,
  7: (value) => `${number(value)} ms`,
  8: names,
};

/** The frames in a packet (spec: W-7). */
export function frameFields(bytes: Buffer): Field[] {
  const layout = new Layout(bytes);
  while (layout.left > 0) {
    if (bytes[layout.at] === 0) padding(layout);
    else {
      const type = layout.number(frames.type, 1, (value) => frameNames[value] ?? `unknown type ${value}`);
      (readers[type] ?? unknown)(layout);
    }
  }
  return layout.fields;
}

function padding(layout: Layout): void {
  const end = layout.bytes.findIndex((byte, at) => at >= layout.at && byte !== 0);
  layout.take(frames.padding, (end < 0 ? layout.bytes.length : end) - layout.at, ({ length }) => `${length} zeros`);
}

function unknown(layout: Layout): void {
  layout.rest(otherParameter);
}

const readers: Readonly<Record<number, (layout: Layout) => void>> = {
  1: () => {},
  2: acknowledgement,
  3: authentication,
  4(layout) {
    layout.varint(frames.offset);
    layout.take(frames.stream, layout.varint(frames.length), streamText);
  },
  5: (layout) => layout.take(frames.message, layout.varint(frames.length), asText),
  6: (layout) => layout.take(frames.datagram, layout.varint(frames.length), asText),
  7: (layout) => layout.varint(frames.maxData, (value) => `byte ${value.toLocaleString("en")}`),
  8: (layout) => layout.take(frames.challenge, 8),
  9: (layout) => layout.take(frames.response, 8),
  10: (layout) => layout.varint(frames.end),
  11: (layout) => layout.varint(frames.code, (code) => `${code}: ${closings[code] ?? "unknown"}`),
  13: (layout) => layout.take(frames.part, layout.varint(frames.length), asText),
  14: () => {},
};

const closings = ["done", "authentication", "protocol", "limit", "aborted", "mechanism", "incomplete"];

/** A piece of the stream begins with a message's length where the sender cut between messages, as it mostly does. */
function streamText(value: Buffer): string {
  return asText(value.length > 0 ? value.subarray(1 << ((value[0] as number) >>> 6)) : value);
}

function acknowledgement(layout: Layout): void {
  const end = layout.varint(frames.length) + layout.at;
  layout.varint(frames.largest, (value) => `packet ${value.toLocaleString("en")}`);
  layout.varint(frames.delay, (value) => `${value} µs`);
  layout.take(frames.ranges, end - layout.at);
}

/** One message of authentication, which fills its frame unless the frame is a repeated part of one. */
function authentication(layout: Layout): void {
  layout.varint(frames.offset);
  const end = layout.varint(frames.length) + layout.at;
  const [kind = 0] = layout.bytes.subarray(layout.at);
  const isWhole = kind in kinds && end - layout.at === 3 + bytesOfStep(layout);
  if (!isWhole) return void layout.take(frames.step, end - layout.at);
  layout.number(frames.authKind, 1, (value) => `${value} ${kinds[value]}`);
  layout.number(frames.authLength, 2);
  if (kind !== 1) return void layout.take(frames.step, end - layout.at, showStep);
  const mechanism = layout.take(frames.mechanism, layout.number(frames.mechanismLength, 1), asText).toString();
  if (mechanism === "hmac-sha256") sharedKeyStep(layout);
  layout.take(frames.step, end - layout.at, showStep);
}

function bytesOfStep({ bytes, at, left }: Layout): number {
  return left < 3 ? 0 : bytes.readUInt16BE(at + 1);
}

const kinds: Readonly<Record<number, string>> = { 1: "BEGIN", 2: "CONTINUE", 3: "WELCOME" };

/** spec: A-2 */
function sharedKeyStep(layout: Layout): void {
  layout.take(frames.nonce, 32);
  layout.take(frames.proof, 32);
  layout.take(frames.name, layout.number(frames.nameLength, 1), asText);
}

/** Some mechanisms speak in text. */
function showStep(value: Buffer): string {
  return value.every((byte) => byte >= 0x20 && byte < 0x7f) ? asText(value) : inHex(value);
}
