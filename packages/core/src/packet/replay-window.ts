import { replayWindowPackets } from "../wire.ts";

/**
 * Which packet numbers were seen, as a ring of bits behind the newest (RFC 6479). Check before opening a packet,
 * accept only after it has opened, so that forgeries move nothing (spec: P-7).
 */
export class ReplayWindow {
  // One word more than the window, so that the word being filled never holds bits still in use.
  readonly #words = new Uint32Array(replayWindowPackets / 32 + 1);
  #newest = -1;

  /** True: not seen before, and not too old to tell. */
  check(number: number): boolean {
    if (number > this.#newest) return true;
    if (number <= this.#newest - replayWindowPackets) return false;
    return ((this.#words[this.#wordOf(number)] as number) & bitOf(number)) === 0;
  }

  accept(number: number): void {
    if (number > this.#newest) {
      const from = Math.floor(this.#newest / 32);
      const steps = Math.min(Math.floor(number / 32) - from, this.#words.length);
      for (let step = 1; step <= steps; step++) this.#words[(from + step) % this.#words.length] = 0;
      this.#newest = number;
    }
    const word = this.#wordOf(number);
    this.#words[word] = (this.#words[word] as number) | bitOf(number);
  }

  #wordOf(number: number): number {
    return Math.floor(number / 32) % this.#words.length;
  }
}

function bitOf(number: number): number {
  return 1 << (number % 32);
}
