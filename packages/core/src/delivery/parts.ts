import { UsageError } from "../errors.ts";

/** A message that comes in parts, until it is whole. */
export class Parts {
  /** Bytes that came so far; 0 between messages. */
  bytes = 0;
  #parts: Buffer[] = [];
  #spare = nothing;

  /** Keeps plaintext[start, end): as a view when most of its memory is kept alive for good reason. Tells which. */
  push(plaintext: Buffer, start: number, end: number): "view" | "copy" {
    const part = plaintext.subarray(start, end);
    const how = 2 * part.length > plaintext.buffer.byteLength ? "view" : "copy";
    this.#parts.push(how === "view" ? part : this.#copy(part));
    this.bytes += part.length;
    return how;
  }

  /** The message, in memory of its own. Throws UsageError when a part lay in memory that is gone. */
  join(): Buffer {
    const whole = Buffer.allocUnsafeSlow(this.bytes);
    let at = 0;
    for (const part of this.#parts) at += part.copy(whole, at);
    if (at < whole.length) throw transferred();
    this.#parts = [];
    this.#spare = nothing;
    this.bytes = 0;
    return whole;
  }

  /** Small parts share memory of their own: pooled memory would keep other things alive. */
  #copy(part: Buffer): Buffer {
    if (this.#spare.length < part.length) this.#spare = Buffer.allocUnsafeSlow(Math.max(spareBytes, part.length));
    const copy = this.#spare.subarray(0, part.length);
    part.copy(copy);
    this.#spare = this.#spare.subarray(part.length);
    return copy;
  }
}

function transferred(): UsageError {
  const message = "A message's memory was transferred to a worker, and with it others that lay there: send it a copy.";
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
}

const nothing = Buffer.alloc(0);

// Memory that small parts share.
const spareBytes = 64 * 1024;
