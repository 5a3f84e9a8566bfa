/**
 * Whole numbers as ranges [start, end), ascending and apart from each other. Adding at the upper end is O(1) and
 * allocates nothing; elsewhere it takes a binary search, and a move of what lies above when the count changes.
 */
export class RangeSet {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  get count(): number {
    return this.#starts.length;
  }

  /** Of range `index`, 0 being the lowest. */
  start(index: number): number {
    return this.#starts[index] as number;
  }

  end(index: number): number {
    return this.#ends[index] as number;
  }

  /** The lowest range that ends at `start` or above; `count` when there is none. */
  firstTouching(start: number): number {
    let low = 0;
    let high = this.#ends.length;
    if (high > 0 && (this.#ends[high - 1] as number) < start) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ends[middle] as number) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Adds [start, end), which is not empty and may overlap what is there. */
  add(start: number, end: number): void {
    const last = this.#ends.length - 1;
    if (last < 0 || start > (this.#ends[last] as number)) {
      this.#starts.push(start);
      this.#ends.push(end);
    } else if (start >= (this.#starts[last] as number)) {
      if (end > (this.#ends[last] as number)) this.#ends[last] = end;
    } else {
      this.#addBelow(start, end);
    }
  }

  /** Takes away [start, end). */
  remove(start: number, end: number): void {
    const from = this.firstTouching(start + 1);
    let to = from;
    while (to < this.#starts.length && (this.#starts[to] as number) < end) to++;
    if (from === to) return;
    const first = this.#starts[from] as number;
    const last = this.#ends[to - 1] as number;
    this.#starts.splice(from, to - from);
    this.#ends.splice(from, to - from);
    if (last > end) this.add(end, last);
    if (first < start) this.add(first, start);
  }

  /** Calls back for each part of [start, end) that is not in the set. */
  forEachGap(start: number, end: number, handle: (start: number, end: number) => void): void {
    let at = start;
    for (let index = this.firstTouching(start + 1); at < end; index++) {
      const next = Math.min(this.#starts[index] ?? end, end);
      if (next > at) handle(at, next);
      at = Math.max(at, this.#ends[index] ?? end);
    }
  }

  /** Takes away every number below `bound`. */
  removeBelow(bound: number): void {
    while (this.#starts.length > 0 && (this.#ends[0] as number) <= bound) this.removeLowest();
    if (this.#starts.length > 0 && (this.#starts[0] as number) < bound) this.#starts[0] = bound;
  }

  /** Takes away the lowest range. */
  removeLowest(): void {
    this.#starts.shift();
    this.#ends.shift();
  }

  #addBelow(start: number, end: number): void {
    const from = this.firstTouching(start);
    let to = from;
    while (to < this.#starts.length && (this.#starts[to] as number) <= end) to++;
    if (to === from) {
      this.#starts.splice(from, 0, start);
      this.#ends.splice(from, 0, end);
      return;
    }
    this.#starts[from] = Math.min(start, this.#starts[from] as number);
    this.#ends[from] = Math.max(end, this.#ends[to - 1] as number);
    if (to - from === 1) return;
    this.#starts.splice(from + 1, to - from - 1);
    this.#ends.splice(from + 1, to - from - 1);
  }
}
