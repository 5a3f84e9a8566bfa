import { MemoryPool } from "./memory-pool.ts";

/** Two of the largest packets, or four with a message of 64 KiB each: a write of so much costs little more than one. */
export const groupBytes = 2 ** 18 + 2 ** 10;

/** Packets behind each other in one piece of memory, written to the socket in one call or, flush by flush, in several. */
export class Group {
  readonly memory = pool.take();
  /** The end of the committed packets. */
  filled = 0;
  /** The end of those handed to the socket. */
  flushed = 0;
  /** Who may still touch the memory: writes that the kernel has not taken, and a loan. */
  users = 0;

  /** Everything was written, and there are no users: the last call. */
  release(): void {
    pool.give(this.memory);
  }
}

// 4 MiB.
const pool = new MemoryPool(groupBytes, 16);
