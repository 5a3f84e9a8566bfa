/** The first byte of a packet of raw UDP; four of a number follow, big-endian, then the contents. */
export const PacketType = {
  /** A client's first, again and again until it is welcome; the number is drawn by the client. */
  hello: 0,
  welcome: 1,
  /** The next piece of the stream of framed messages; numbers count from 0 in each direction. */
  data: 2,
  /** Data packets up to this number have arrived. */
  acknowledgement: 3,
  datagram: 4,
  /** Why the sender gives up, in text. */
  failure: 5,
  bye: 6,
} as const;

export const headerBytes = 5;

export function writeHeader(packet: Buffer, type: number, number: number): Buffer {
  packet[0] = type;
  packet.writeUInt32BE(number, 1);
  return packet;
}

/** A packet of nothing but a header, and of text if there is any. */
export function shortPacket(type: number, number = 0, text = ""): Buffer {
  return writeHeader(Buffer.concat([Buffer.alloc(headerBytes), Buffer.from(text)]), type, number);
}
