import { fuzz } from "@countersign/core/testing";
import { describe, expect, it } from "vitest";
import { formatAddress, parseAddress, parseDialAddress } from "../../src/address.ts";
import { foreignProtocol } from "../../src/foreign-protocol.ts";
import { IncomingPackets } from "../../src/incoming-packets.ts";
import { checkedOptions } from "../../src/options.ts";
import { framed } from "../listening.ts";
import { flatBytes, inputs, seed } from "./inputs.ts";

interface Parser {
  readonly what: string;
  readonly corpus: readonly Uint8Array[];
  readonly parse: (input: Buffer) => unknown;
  readonly codes: readonly string[];
}

const [invalidAddress, invalid] = ["ERR_COUNTERSIGN_INVALID_ADDRESS", "ERR_COUNTERSIGN_INVALID_ARGUMENT"];
const [foreign, limit] = ["ERR_COUNTERSIGN_NOT_COUNTERSIGN", "ERR_COUNTERSIGN_LIMIT"];
const addresses = ["127.0.0.1:7000", "example.org:1", "[::1]:65535", "[fe80::1%eth0]:80", "ä.example:9"].map(bytesOf);
const options = [{ noDelay: false, keepAlive: 5_000 }, { keepAlive: false, backlog: 3 }, null, 7].map((some) =>
  bytesOf(JSON.stringify(some)),
);
const streams = [
  Buffer.concat([framed(Buffer.alloc(300, 1)), framed(Buffer.from("b")), framed(Buffer.alloc(60, 2))]),
  bytesOf("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
  Buffer.from("16030102000100", "hex"),
];

const parsers: readonly Parser[] = [
  { what: "an address", corpus: addresses, parse: readAddress, codes: [invalidAddress] },
  {
    what: "an address to dial",
    corpus: addresses,
    parse: (input) => parseDialAddress(`${input}`),
    codes: [invalidAddress],
  },
  { what: "options", corpus: options, parse: readOptions, codes: [invalid] },
  { what: "a stream of packets", corpus: streams, parse: readStream, codes: [foreign, limit] },
  { what: "a foreign protocol's beginning", corpus: streams, parse: readBeginning, codes: [] },
];

describe(`${inputs} hostile inputs, seed ${seed}:`, () => {
  it.each(parsers)(
    "$what is parsed or refused, and leaves nothing behind",
    async ({ corpus, parse, codes }) => {
      const report = await fuzz({ seed, inputs, corpus }, parse);
      expect(Object.keys(report.refused).sort()).toEqual([...codes].sort());
      expect(report.accepted).toBeGreaterThan(0);
      expect(report.growthBytes).toBeLessThan(flatBytes);
    },
    600_000,
  );
});

/** What was read means the same when it is written and read again. */
function readAddress(input: Buffer): void {
  const { host, port } = parseAddress(input.toString());
  const again = parseAddress(formatAddress(host, port));
  if (again.port !== port || !(again.host === host || host.toLowerCase().startsWith("::ffff:"))) {
    throw new Error(`${host} and ${port} became ${again.host} and ${again.port}.`);
  }
}

/** What a program might take from a file: any JSON, and what is none as a string. */
function readOptions(input: Buffer): void {
  let value: unknown;
  try {
    value = JSON.parse(input.toString());
  } catch {
    value = input.toString();
  }
  checkedOptions(value as object);
}

/** Packets are never longer than they may be, and hold what was sent, however it was cut into chunks. */
function readStream(input: Buffer): void {
  const incoming = new IncomingPackets();
  let bytes = 0;
  for (let at = 0; at < input.length; ) {
    const end = at + 1 + ((input[at] ?? 0) % 100);
    const chunk = Buffer.from(input.subarray(at, end));
    at = end;
    incoming.push(chunk);
    for (let packet = incoming.next(); packet; packet = incoming.next()) {
      const sent = input.subarray(bytes + 4, bytes + 4 + packet.length);
      if (packet.length === 0 || packet.length > 4_096 || !sent.equals(packet)) throw new Error("Not what was sent.");
      bytes += 4 + packet.length;
    }
    incoming.keep();
    chunk.fill(0);
  }
}

function readBeginning(input: Buffer): void {
  const name = input.length >= 4 ? foreignProtocol(input.readUInt32BE()) : undefined;
  if (name !== undefined && !["HTTP", "TLS", "SSH"].includes(name)) throw new Error(name);
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text);
}
