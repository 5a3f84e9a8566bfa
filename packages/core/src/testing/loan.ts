import { UsageError } from "../errors.ts";

/** What packet memory holds while it is nobody's: reading it shows, where zeros would pass for padding. */
const nobodys = 0xaa;
/** Memory on both sides of a packet: views have an offset, and a loan is longer than asked. */
const marginBytes = 8;

/** Packet memory lent to a writer, one packet at a time, strictly as `Link` has it: misuse throws. */
export class Loan {
  #memory: Uint8Array | undefined;

  /** For `Link.reserve`. `maxBytes`: the largest packet of the link. */
  lend(bytes: number, maxBytes: number): Uint8Array {
    if (this.#memory) throw misuse("reserve: the last loan is still out; commit it first, with 0 to give it back");
    if (!(bytes > 0 && bytes <= maxBytes)) {
      throw misuse(`reserve: ${bytes} bytes asked for; a packet of this link has 1 to ${maxBytes}`);
    }
    this.#memory = new Uint8Array(bytes + 2 * marginBytes).fill(nobodys).subarray(marginBytes);
    return this.#memory;
  }

  /** For `Link.commit`: the written packet, or undefined when the loan was given back. */
  settle(bytes: number): Uint8Array | undefined {
    const memory = this.#memory;
    if (!memory) throw misuse("commit: no loan is out; reserve memory first");
    if (!(bytes >= 0 && bytes <= memory.length)) {
      throw misuse(`commit: ${bytes} bytes do not fit the loan, which has ${memory.length}`);
    }
    this.#memory = undefined;
    return bytes === 0 ? undefined : memory.subarray(0, bytes);
  }
}

/** Overwrites a packet that its receiver may no longer touch. */
export function reclaim(packet: Uint8Array): void {
  packet.fill(nobodys);
}

function misuse(message: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
}
