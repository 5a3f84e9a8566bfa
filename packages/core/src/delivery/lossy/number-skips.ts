/**
 * Which packet numbers are left out, at random (RFC 9000 §21.4): a peer that acknowledges what it did not get, to make
 * us send faster, names one of them before long.
 */
export class NumberSkips {
  readonly #random: (bytes: number) => Uint8Array;
  /** Drawn and not yet used: a few bytes at a time cost as much as many. */
  #drawn: Uint8Array = new Uint8Array();
  #next: number;

  constructor(random: (bytes: number) => Uint8Array) {
    this.#random = random;
    this.#next = this.#draw();
  }

  /** Asked once for each number, in order. */
  skips(number: number): boolean {
    if (number < this.#next) return false;
    this.#next = number + this.#draw();
    return true;
  }

  #draw(): number {
    if (this.#drawn.length === 0) this.#drawn = this.#random(drawnBytes);
    const [low, high] = this.#drawn as unknown as [number, number];
    this.#drawn = this.#drawn.subarray(2);
    return leastApart + low + 256 * (high & 1);
  }
}

const leastApart = 16;
const drawnBytes = 32;
