import { Transform, type TransformCallback } from "node:stream";
import type { PublicKey } from "@countersign/core";
import { contextOf, type EnvelopeOptions, rsaPublicKeyOf } from "./arguments.ts";
import type { ChunkSealer } from "./chunk-sealer.ts";
import { sealHeader } from "./key.ts";

/**
 * A stream that seals what is written to it as one envelope, of at most 256 GiB, and holds a few chunks of 64 KiB.
 * An envelope that is not ended does not open: use `pipeline`, and drop what came out when it fails.
 *
 * Throws UsageError ERR_COUNTERSIGN_INVALID_ARGUMENT; fails with ERR_COUNTERSIGN_MESSAGE_TOO_LARGE.
 */
export function envelopeSealer(publicKey: PublicKey, options: EnvelopeOptions = {}): Transform {
  return new EnvelopeSealer(sealHeader(rsaPublicKeyOf(publicKey), contextOf(options)));
}

class EnvelopeSealer extends Transform {
  readonly #chunks: ChunkSealer;

  constructor({ header, chunks }: ReturnType<typeof sealHeader>) {
    super();
    this.#chunks = chunks;
    this.push(header);
  }

  override _transform(plaintext: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#settle(done, () => {
      for (const chunk of this.#chunks.update(plaintext)) this.push(chunk);
    });
  }

  override _flush(done: TransformCallback): void {
    this.#settle(done, () => this.push(this.#chunks.final()));
  }

  #settle(done: TransformCallback, work: () => void): void {
    try {
      work();
    } catch (error) {
      done(error as Error);
      return;
    }
    done();
  }
}
