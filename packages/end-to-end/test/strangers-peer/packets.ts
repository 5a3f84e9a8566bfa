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
  auth: (offset: number, bytes: Bytes) => join(u8(0x03), varint(offset), field(bytes)),
  message: (bytes: Bytes) => join(u8(0x05), field(bytes)),
  datagram: (bytes: Bytes) => join(u8(0x06), field(bytes)),
  close: (code: number) => join(u8(0x0b), varint(code)),
  part: (bytes: Bytes) => join(u8(0x0d), field(bytes)),
  received: u8(0x0e),
};
