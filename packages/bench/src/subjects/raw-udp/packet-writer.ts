import { headerBytes, PacketType, writeHeader } from "./packet.ts";

/** Puts messages behind their lengths into packets. One that is not full leaves at the end of the turn. */
export class PacketWriter {
  readonly #packetBytes: number;
  readonly #send: (packet: Buffer) => void;
  #packet: Buffer | undefined;
  #filled = 0;
  #packets = 0;
  #flushing = false;

  constructor(packetBytes: number, send: (packet: Buffer) => void) {
    this.#packetBytes = packetBytes;
    this.#send = send;
  }

  /** Packets that were begun. */
  get packets(): number {
    return this.#packets;
  }

  write(message: Buffer): void {
    this.#writeLength(message.length);
    for (let at = 0; at < message.length; ) {
      const packet = this.#room();
      const copied = message.copy(packet, this.#filled, at, at + packet.length - this.#filled);
      this.#filled += copied;
      at += copied;
      if (this.#filled === packet.length) this.flush();
    }
    if (this.#packet) this.#flushSoon();
  }

  flush(): void {
    const packet = this.#packet;
    if (!packet) return;
    this.#packet = undefined;
    this.#send(this.#filled === packet.length ? packet : packet.subarray(0, this.#filled));
  }

  #writeLength(length: number): void {
    if (this.#room().length - this.#filled < prefixBytes) return this.#writeCutLength(length);
    this.#packet?.writeUInt32BE(length, this.#filled);
    this.#filled += prefixBytes;
    if (this.#filled === this.#packet?.length) this.flush();
  }

  #writeCutLength(length: number): void {
    for (let shift = 24; shift >= 0; shift -= 8) {
      const packet = this.#room();
      packet[this.#filled++] = length >>> shift;
      if (this.#filled === packet.length) this.flush();
    }
  }

  /** The packet under way, never full. */
  #room(): Buffer {
    if (this.#packet) return this.#packet;
    this.#packet = writeHeader(Buffer.allocUnsafe(this.#packetBytes), PacketType.data, this.#packets++);
    this.#filled = headerBytes;
    return this.#packet;
  }

  #flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    process.nextTick(() => {
      this.#flushing = false;
      this.flush();
    });
  }
}

const prefixBytes = 4;
