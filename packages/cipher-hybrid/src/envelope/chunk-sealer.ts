import { type Protection, UsageError } from "@countersign/core";
import { Blocks } from "./blocks.ts";
import { ChunkNonces } from "./chunk-nonces.ts";

/** Bytes of plaintext in every chunk but the last (spec: E-5). */
export const chunkBytes = 65_536;

/** Seals a message of unknown length, and holds at most two chunks of it. */
export class ChunkSealer {
  readonly #protection: Protection;
  readonly #nonces = new ChunkNonces();
  readonly #blocks: Blocks;

  constructor(protection: Protection) {
    this.#protection = protection;
    this.#blocks = new Blocks(chunkBytes, protection.overhead);
  }

  /** The chunks that `plaintext` completes. */
  *update(plaintext: Uint8Array): Generator<Buffer> {
    for (const block of this.#blocks.push(plaintext)) yield this.#seal(block, false);
  }

  /** The last chunk. No call follows. */
  final(): Buffer {
    const chunk = this.#seal(this.#blocks.last(), true);
    this.#protection.destroy();
    return chunk;
  }

  #seal(block: Buffer, last: boolean): Buffer {
    const { maxPackets, overhead } = this.#protection;
    if (this.#nonces.used >= maxPackets) throw tooLarge(maxPackets);
    this.#protection.seal(this.#nonces.next(last), block, 0, block.length - overhead);
    return block;
  }
}

function tooLarge(maxChunks: number): UsageError {
  const message = `An envelope holds at most ${maxChunks * chunkBytes} bytes: seal the message in parts.`;
  return new UsageError("ERR_COUNTERSIGN_MESSAGE_TOO_LARGE", message);
}
