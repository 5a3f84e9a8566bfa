import { PeerError } from "@countersign/core";
import { foreignProtocol } from "./foreign-protocol.ts";
import { SplitPacket } from "./split-packet.ts";
import { prefixBytes } from "./wire.ts";

/**
 * Cuts the byte stream into packets, in whatever chunks it arrives. A packet that lies in one chunk is a view of it;
 * only one that spans chunks is copied.
 */
export class IncomingPackets {
  /** Largest packet accepted, in bytes. */
  limit = 4_096;
  #chunk = nothing;
  #offset = 0;
  #prefix = 0;
  #prefixSeen = 0;
  readonly #split = new SplitPacket();
  #sawPacket = false;

  /** The next bytes of the stream, in memory that is lent until `keep` is called. */
  push(chunk: Buffer): void {
    const hasRest = this.#offset < this.#chunk.length;
    this.#chunk = hasRest ? Buffer.concat([this.#chunk.subarray(this.#offset), chunk]) : chunk;
    this.#offset = 0;
  }

  /** Copies what `next` has not used yet: the memory of the last chunk is wanted back. */
  keep(): void {
    if (this.#offset === this.#chunk.length) return;
    this.#chunk = Buffer.from(this.#chunk.subarray(this.#offset));
    this.#offset = 0;
  }

  /**
   * The next packet, valid until the next call here; undefined when the rest of it has yet to come.
   * Throws PeerError when the bytes are no packets: the stream cannot be read any further.
   */
  next(): Uint8Array | undefined {
    this.#split.release();
    if (!this.#readPrefix()) return this.#usedUp();
    const length = this.#prefix;
    const end = this.#offset + length - this.#split.bytes;
    const part = this.#chunk.subarray(this.#offset, end);
    if (end > this.#chunk.length) {
      if (part.length > 0) this.#split.append(part, length);
      return this.#usedUp();
    }
    this.#offset = end;
    this.#prefix = 0;
    this.#prefixSeen = 0;
    this.#sawPacket = true;
    return this.#split.bytes > 0 ? this.#split.complete(part) : part;
  }

  #readPrefix(): boolean {
    if (this.#prefixSeen === prefixBytes) return true;
    while (this.#prefixSeen < prefixBytes) {
      const byte = this.#chunk[this.#offset];
      if (byte === undefined) return false;
      this.#prefix = this.#prefix * 256 + byte;
      this.#prefixSeen++;
      this.#offset++;
    }
    if (this.#prefix === 0 || this.#prefix > this.limit) throw this.#violation();
    return true;
  }

  #usedUp(): undefined {
    this.#chunk = nothing;
    this.#offset = 0;
  }

  #violation(): PeerError {
    if (this.#sawPacket) {
      const message = `The peer sent a packet of ${this.#prefix} bytes; 1 to ${this.limit} are accepted`;
      return new PeerError("ERR_COUNTERSIGN_LIMIT", message);
    }
    const protocol = foreignProtocol(this.#prefix);
    const looks = protocol ? `: it seems to speak ${protocol}` : "";
    return new PeerError("ERR_COUNTERSIGN_NOT_COUNTERSIGN", `The peer does not speak Countersign over TCP${looks}`);
  }
}

const nothing: Buffer = Buffer.alloc(0);
