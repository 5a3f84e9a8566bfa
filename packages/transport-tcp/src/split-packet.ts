import { MemoryPool } from "./memory-pool.ts";

/** A packet that spans chunks, put together in memory that grows with the bytes that really came. */
export class SplitPacket {
  /** Bytes that came so far; 0: there is no such packet. */
  bytes = 0;
  #memory: Buffer = nothing;

  /** More of a packet that will have `length` bytes, but not its end. */
  append(part: Uint8Array, length: number): void {
    const bytes = this.bytes + part.length;
    if (bytes > this.#memory.length) this.#grow(bytes, length);
    this.#memory.set(part, this.bytes);
    this.bytes = bytes;
  }

  /** The packet with its last part, valid until the next call here. */
  complete(last: Uint8Array): Uint8Array {
    this.append(last, this.bytes + last.length);
    const packet = this.#memory.subarray(0, this.bytes);
    this.bytes = 0;
    return packet;
  }

  /** The completed packet was used. */
  release(): void {
    if (this.bytes > 0 || this.#memory.length === 0) return;
    if (this.#memory.length === pool.bytes) pool.give(this.#memory);
    this.#memory = nothing;
  }

  #grow(bytes: number, length: number): void {
    const pooled = bytes > smallBytes && length <= pool.bytes;
    const larger = pooled ? pool.take() : Buffer.allocUnsafeSlow(Math.min(length, Math.max(2 * bytes, 64)));
    larger.set(this.#memory.subarray(0, this.bytes));
    this.#memory = larger;
  }
}

const nothing = Buffer.alloc(0);

// Until so much has come, a packet gets memory of its own.
const smallBytes = 16_384;

// 2 MiB.
const pool = new MemoryPool(2 ** 17, 16);
