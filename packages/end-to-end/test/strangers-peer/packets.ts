import { type Bytes, field, join, u8, varint } from "./bytes.ts";
import { type AeadName, keysOf, open, seal } from "./key-schedule.ts";

/** One direction of one epoch. P-1 to P-5. */
export class Direction {
  readonly #aead: AeadName;
  readonly #epoch: number;
  readonly #reliable: boolean;
  readonly #secrets: Buffer[];
  #number = 0;

  constructor(aead: AeadName, secret: Bytes, epoch: number, reliable = true) {
    this.#aead = aead;
    this.#epoch = epoch;
    this.#reliable = reliable;
    this.#secrets = [join(secret)];
  }

  /** Key and iv of packet `number`, and the secret that they are from. */
  keys(number: number) {
    const generation = Math.floor(number / 2 ** 20);
    for (let next = this.#secrets.length; next <= generation; next++) {
      this.#secrets.push(keysOf(this.#secrets[next - 1] as Buffer).next);
    }
    const secret = this.#secrets[generation] as Buffer;
    return { secret, ...keysOf(secret) };
  }

  seal(plaintext: Uint8Array, number = this.#number++): Buffer {
    const header = this.header(number);
    return join(header, seal(this.#aead, this.keys(number).key, this.nonce(number), header, plaintext));
  }

  open(packet: Uint8Array, number = this.#number++): Buffer {
    const header = this.header(number);
    if (!header.equals(packet.subarray(0, header.length))) throw new Error("another header");
    return open(this.#aead, this.keys(number).key, this.nonce(number), header, packet.subarray(header.length));
  }

  header(number: number): Buffer {
    const bytes = Buffer.alloc(6);
    bytes.writeUIntBE(number, 0, 6);
    return this.#reliable ? u8(this.#epoch) : join(u8(this.#epoch), bytes);
  }

  nonce(number: number): Buffer {
    const padded = Buffer.alloc(12);
    padded.writeBigUInt64BE(BigInt(number), 4);
    return Buffer.from(this.keys(number).iv.map((byte, i) => byte ^ (padded[i] as number)));
  }
}

/** W-7. */
export const frames = {
  padding: (bytes: number) => Buffer.alloc(bytes),
  ping: u8(0x01),
  ack: (ranges: readonly Range[], delay = 0) => join(u8(0x02), field(ackValue(ranges, delay))),
  auth: (offset: number, bytes: Bytes) => join(u8(0x03), varint(offset), field(bytes)),
  stream: (offset: number, bytes: Bytes) => join(u8(0x04), varint(offset), field(bytes)),
  message: (bytes: Bytes) => join(u8(0x05), field(bytes)),
  datagram: (bytes: Bytes) => join(u8(0x06), field(bytes)),
  maxData: (offset: number) => join(u8(0x07), varint(offset)),
  pathChallenge: (bytes: Bytes) => join(u8(0x08), bytes),
  pathResponse: (bytes: Bytes) => join(u8(0x09), bytes),
  fin: (offset: number) => join(u8(0x0a), varint(offset)),
  close: (code: number) => join(u8(0x0b), varint(code)),
  part: (bytes: Bytes) => join(u8(0x0d), field(bytes)),
  received: u8(0x0e),
};

/** Packet numbers, both ends included. */
export type Range = readonly [smallest: number, largest: number];

/** Ranges: newest first; delay: microseconds. */
export function ackValue([newest, ...others]: readonly Range[], delay = 0): Buffer {
  let [lowest, largest] = newest as Range;
  const parts = [varint(largest), varint(delay), varint(largest - lowest)];
  for (const [smallest, next] of others) {
    parts.push(varint(lowest - next - 2), varint(next - smallest));
    lowest = smallest;
  }
  return join(...parts);
}
