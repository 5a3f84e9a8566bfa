import { UsageError } from "../errors.ts";
import { minMessagePartBytes } from "../wire.ts";

/** A message that comes in parts, until it is whole. Tiny parts cost no more than their bytes. */
export class Parts {
  /** Bytes that came so far; 0 between messages. */
  bytes = 0;
  #parts: Buffer[] = [];
  // Memory that small parts share; its first #filledBytes are parts that came last, one behind the other.
  #spare = nothing;
  #filledBytes = 0;

  /** Keeps plaintext[start, end): as a view when most of its memory is kept alive for good reason. Tells which. */
  push(plaintext: Buffer, start: number, end: number): "view" | "copy" {
    const bytes = end - start;
    this.bytes += bytes;
    if (bytes < minMessagePartBytes || 2 * bytes <= plaintext.buffer.byteLength) {
      this.#copy(plaintext, start, end);
      return "copy";
    }
    this.#closeFilled();
    this.#parts.push(plaintext.subarray(start, end));
    return "view";
  }

  /** The message, in memory of its own. Throws UsageError when a part lay in memory that is gone. */
  join(): Buffer {
    this.#closeFilled();
    const whole = Buffer.allocUnsafeSlow(this.bytes);
    let at = 0;
    for (const part of this.#parts) {
      part.copy(whole, at);
      at += part.length;
    }
    if (at < whole.length) throw transferred();
    this.#parts = [];
    this.#spare = nothing;
    this.bytes = 0;
    return whole;
  }

  /** Small parts share memory of their own: pooled memory would keep other things alive. */
  #copy(plaintext: Buffer, start: number, end: number): void {
    const bytes = end - start;
    if (this.#spare.length - this.#filledBytes < bytes) {
      this.#closeFilled();
      this.#spare = Buffer.allocUnsafeSlow(Math.max(spareBytes, bytes));
    }
    plaintext.copy(this.#spare, this.#filledBytes, start, end);
    this.#filledBytes += bytes;
  }

  #closeFilled(): void {
    if (this.#filledBytes === 0) return;
    this.#parts.push(this.#spare.subarray(0, this.#filledBytes));
    this.#spare = this.#spare.subarray(this.#filledBytes);
    this.#filledBytes = 0;
  }
}

function transferred(): UsageError {
  const message = "A message's memory was transferred to a worker, and with it others that lay there: send it a copy.";
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
}

const nothing = Buffer.alloc(0);

// Memory that small parts share.
const spareBytes = 64 * 1024;
