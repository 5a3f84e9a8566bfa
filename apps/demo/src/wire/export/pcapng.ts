/** A frame of a capture: an IP packet, without anything around it. */
export interface CapturedFrame {
  /** Microseconds since 1970. */
  readonly atUs: number;
  readonly bytes: Buffer;
  /** Which way it went: what Wireshark calls inbound (to the server) and outbound. */
  readonly inbound: boolean;
  /** For people. */
  readonly comment?: string;
}

/** A capture file in one section with one interface (draft-ietf-opsawg-pcapng). */
export function pcapng(frames: readonly CapturedFrame[], title: string): Buffer {
  return Buffer.concat([sectionHeader(title), interfaceDescription(), ...frames.map(enhancedPacket)]);
}

/** §4.1 */
function sectionHeader(title: string): Buffer {
  const body = Buffer.alloc(16);
  body.writeUInt32LE(0x1a2b3c4d, 0);
  body.writeUInt16LE(1, 4);
  // Its length is not told.
  body.writeBigInt64LE(-1n, 8);
  return block(0x0a0d0d0a, body, [option(optionCodes.application, "countersign"), option(optionCodes.comment, title)]);
}

/** §4.2. Times are in microseconds, which is the default. */
function interfaceDescription(): Buffer {
  const body = Buffer.alloc(8);
  body.writeUInt16LE(linkTypeRaw, 0);
  return block(1, body, [option(optionCodes.interfaceName, "the wire")]);
}

/** LINKTYPE_RAW of the registry of link types: an IPv4 or IPv6 packet follows. */
const linkTypeRaw = 101;

/** §4.3 */
function enhancedPacket({ atUs, bytes, inbound, comment }: CapturedFrame): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt32LE(Math.floor(atUs / 2 ** 32), 4);
  head.writeUInt32LE(atUs % 2 ** 32, 8);
  head.writeUInt32LE(bytes.length, 12);
  head.writeUInt32LE(bytes.length, 16);
  const flags = Buffer.alloc(4);
  flags.writeUInt32LE(inbound ? 1 : 2);
  const options = [option(optionCodes.flags, flags)];
  if (comment !== undefined) options.push(option(optionCodes.comment, comment));
  return block(6, Buffer.concat([head, padded(bytes)]), options);
}

/** §3.5. The codes of three kinds of block, which overlap by intent. */
const optionCodes = { comment: 1, flags: 2, interfaceName: 2, application: 4 } as const;

function option(code: number, value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string);
  const head = Buffer.alloc(4);
  head.writeUInt16LE(code, 0);
  head.writeUInt16LE(bytes.length, 2);
  return Buffer.concat([head, padded(bytes)]);
}

const endOfOptions = Buffer.alloc(4);

/** §3.1: its length stands at both ends. */
function block(type: number, body: Buffer, options: readonly Buffer[]): Buffer {
  const contents = Buffer.concat([body, ...options, endOfOptions]);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(type, 0);
  head.writeUInt32LE(contents.length + 12, 4);
  return Buffer.concat([head, contents, head.subarray(4)]);
}

/** Everything begins at a multiple of four bytes. */
function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
}
