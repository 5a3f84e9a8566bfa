import { Transform, type TransformCallback } from "node:stream";
import type { Identity } from "@countersign/core";
import type { RsaIdentity } from "../rsa-identity.ts";
import { contextOf, type EnvelopeOptions, rsaIdentityOf } from "./arguments.ts";
import type { ChunkOpener } from "./chunk-opener.ts";
import { headerBytes } from "./header.ts";
import { openHeader } from "./key.ts";

/**
 * A stream that opens the envelope written to it, chunk after chunk, and holds a few chunks of 64 KiB. What comes out
 * is authentic and in order, but only its end says that it is all: when the stream fails, drop what came before.
 *
 * Throws UsageError ERR_COUNTERSIGN_INVALID_ARGUMENT; fails with PeerError ERR_COUNTERSIGN_ENVELOPE.
 */
export function envelopeOpener(identity: Identity, options: EnvelopeOptions = {}): Transform {
  return new EnvelopeOpener(rsaIdentityOf(identity), contextOf(options));
}

class EnvelopeOpener extends Transform {
  readonly #identity: RsaIdentity;
  readonly #context: Uint8Array;
  /** What came before the header was complete. */
  #head = Buffer.alloc(0);
  #chunks: ChunkOpener | undefined;

  constructor(identity: RsaIdentity, context: Uint8Array) {
    super();
    this.#identity = identity;
    this.#context = context;
  }

  override _transform(sealed: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#update(sealed).then(() => done(), done);
  }

  override _flush(done: TransformCallback): void {
    this.#final().then(() => done(), done);
  }

  async #update(sealed: Buffer): Promise<void> {
    if (this.#chunks) {
      this.#pushAll(this.#chunks.update(sealed));
      return;
    }
    this.#head = Buffer.concat([this.#head, sealed]);
    const end = headerBytes(this.#identity.publicKey);
    if (this.#head.length < end) return;
    const rest = this.#head.subarray(end);
    this.#chunks = await openHeader(this.#identity, this.#head.subarray(0, end), this.#context);
    this.#head = Buffer.alloc(0);
    this.#pushAll(this.#chunks.update(rest));
  }

  async #final(): Promise<void> {
    this.#chunks ??= await openHeader(this.#identity, this.#head, this.#context);
    this.push(this.#chunks.final());
  }

  #pushAll(plaintexts: Iterable<Uint8Array>): void {
    for (const plaintext of plaintexts) this.push(plaintext);
  }
}
