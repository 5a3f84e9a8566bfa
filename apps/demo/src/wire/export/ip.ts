/** Where a packet of IP comes from and goes to. Both are at 127.0.0.1. */
export interface Between {
  readonly from: number;
  readonly to: number;
}

/** An IPv4 packet (RFC 791 §3.1) with a UDP datagram (RFC 768) in it. */
export function udpPacket(between: Between, payload: Buffer, id: number): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(between.from, 0);
  header.writeUInt16BE(between.to, 2);
  header.writeUInt16BE(8 + payload.length, 4);
  // A checksum of 0 would mean that there is none.
  header.writeUInt16BE(transportChecksum(17, header, payload) || 0xffff, 6);
  return ipv4(17, Buffer.concat([header, payload]), id);
}

/** Flags of a segment (RFC 9293 §3.1). */
export const Tcp = { syn: 0x02, push: 0x08, ack: 0x10 } as const;

export interface Segment {
  readonly between: Between;
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly flags: number;
  readonly payload?: Buffer;
}

/** An IPv4 packet with a TCP segment (RFC 9293 §3.1) in it. */
export function tcpPacket({ between, sequence, acknowledgement, flags, payload = none }: Segment, id: number): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt16BE(between.from, 0);
  header.writeUInt16BE(between.to, 2);
  header.writeUInt32BE(sequence >>> 0, 4);
  header.writeUInt32BE(acknowledgement >>> 0, 8);
  header.writeUInt8((header.length / 4) << 4, 12);
  header.writeUInt8(flags, 13);
  header.writeUInt16BE(0xffff, 14);
  header.writeUInt16BE(transportChecksum(6, header, payload), 16);
  return ipv4(6, Buffer.concat([header, payload]), id);
}

const none = Buffer.alloc(0);

function ipv4(protocol: number, contents: Buffer, id: number): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt8(0x45, 0);
  header.writeUInt16BE(header.length + contents.length, 2);
  header.writeUInt16BE(id & 0xffff, 4);
  // Do not fragment.
  header.writeUInt16BE(0x4000, 6);
  header.writeUInt8(64, 8);
  header.writeUInt8(protocol, 9);
  loopback.copy(header, 12);
  loopback.copy(header, 16);
  header.writeUInt16BE(checksum(header), 10);
  return Buffer.concat([header, contents]);
}

const loopback = Buffer.of(127, 0, 0, 1);

/** Over the pseudo-header of RFC 768 and RFC 9293, too. */
function transportChecksum(protocol: number, header: Buffer, payload: Buffer): number {
  const pseudo = Buffer.concat([loopback, loopback, Buffer.of(0, protocol, 0, 0)]);
  pseudo.writeUInt16BE(header.length + payload.length, 10);
  return checksum(Buffer.concat([pseudo, header, payload]));
}

/** RFC 1071. */
export function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at] as number) * 256 + (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum >>> 16) + (sum & 0xffff);
  return ~sum & 0xffff;
}
