import type { Protection } from "@countersign/core";
import { Blocks } from "./blocks.ts";
import { ChunkNonces } from "./chunk-nonces.ts";
import { chunkBytes } from "./chunk-sealer.ts";
import { cannotBeOpened } from "./envelope-error.ts";

/** Opens chunks in their order, and gives no byte of one before its tag is checked (spec: E-6). */
export class ChunkOpener {
  readonly #protection: Protection;
  readonly #nonces = new ChunkNonces();
  readonly #blocks: Blocks;

  constructor(protection: Protection) {
    this.#protection = protection;
    this.#blocks = new Blocks(chunkBytes + protection.overhead);
  }

  /** The plaintext of the chunks that `sealed` completes. Throws PeerError. */
  *update(sealed: Uint8Array): Generator<Uint8Array> {
    for (const block of this.#blocks.push(sealed)) yield this.#open(block, false);
  }

  /** The plaintext of the last chunk. Throws PeerError when this is not the message's end. No call follows. */
  final(): Uint8Array {
    const opened = this.#nonces.used;
    const plaintext = this.#open(this.#blocks.last(), true);
    if (opened > 0 && plaintext.length === 0) throw cannotBeOpened();
    this.#protection.destroy();
    return plaintext;
  }

  #open(block: Buffer, last: boolean): Uint8Array {
    if (this.#nonces.used >= this.#protection.maxPackets) throw cannotBeOpened();
    const plaintext = this.#protection.open(this.#nonces.next(last), block, 0);
    if (plaintext === undefined) throw cannotBeOpened();
    return plaintext;
  }
}
