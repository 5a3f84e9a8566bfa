import type { Direction } from "../protocol.ts";
import type { Framing } from "../relay/framing.ts";
import { clear } from "./explanations/clear.ts";
import { asText, Layout } from "./layout.ts";

/** What everybody sees in a packet of the wire (spec: W-1 to W-3, W-9 to W-11, P-1). */
export function clearFields(bytes: Buffer, direction: Direction, framing: Framing): Layout {
  const layout = new Layout(bytes);
  const head = framing.headBytes(direction);
  if (framing.transport === "tcp") layout.number(clear.length, head, (count) => `${count} bytes`);
  else if (head > 0) layout.take(clear.route, head);
  const first = bytes[layout.at];
  const read = first === undefined ? undefined : readers[first];
  if (read) read(layout, framing);
  layout.rest(clear.unknown);
  return layout;
}

const readers: Readonly<Record<number, (layout: Layout, framing: Framing) => void>> = {
  0: sealedPacket,
  1: sealedPacket,
  193: hello,
  194: accept,
  195: retry,
  196: reject,
};

function preamble(layout: Layout, name: string): void {
  layout.take(clear.type, 1, (value) => `${value.toString("hex").toUpperCase()}: ${name}`);
  layout.number(clear.version, 1);
  layout.take(clear.clientId, 8);
}

function hello(layout: Layout): void {
  preamble(layout, "HELLO");
  layout.take(clear.cookie, 32, (value) => (value.some((byte) => byte !== 0) ? value.toString("hex") : "none (zeros)"));
  layout.take(clear.suite, layout.number(clear.suiteLength, 1), asText);
  layout.take(clear.keyHint, 8);
  layout.take(clear.helloSealed, layout.number(clear.helloSealedLength, 2));
  layout.take(clear.ephemeral, layout.number(clear.ephemeralLength, 2));
  layout.take(clear.helloPayload, layout.number(clear.payloadLength, 2));
}

function accept(layout: Layout): void {
  preamble(layout, "ACCEPT");
  layout.take(clear.acceptSealed, layout.number(clear.helloSealedLength, 2));
  layout.take(clear.acceptPayload, layout.number(clear.payloadLength, 2));
}

function retry(layout: Layout): void {
  preamble(layout, "RETRY");
  layout.take(clear.retryCookie, 32);
}

function reject(layout: Layout): void {
  preamble(layout, "REJECT");
  layout.number(clear.rejectCode, 1, (code) => `${code}: ${rejections[code] ?? "unknown"}`);
  layout.take(clear.rejectVersions, 1 + (layout.bytes[layout.at] ?? 0));
  layout.rest(clear.rejectSuites, (value) =>
    value
      .toString("latin1")
      .replace(/[^\x20-\x7e]+/g, " ")
      .trim(),
  );
}

const rejections: Readonly<Record<number, string>> = {
  1: "another version",
  2: "another suite",
  3: "no such server key",
  4: "busy",
  5: "the handshake could not be opened",
};

function sealedPacket(layout: Layout, { transport }: Framing): void {
  layout.take(clear.epoch, 1, ([epoch]) => (epoch === 0 ? "0: authentication" : "1: the conversation"));
  if (transport === "udp") layout.number(clear.packetNumber, 6, (number) => number.toLocaleString("en"));
  layout.take(clear.ciphertext, layout.left - tagBytes);
  layout.take(clear.tag, tagBytes);
}

const tagBytes = 16;
