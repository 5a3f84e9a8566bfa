/**
 * Holds what is due later: a wheel with a slot for each millisecond. What is due in one slot comes out together, in the
 * order in which it went in, so a busy relay wakes once a millisecond and not once a packet.
 */
export class DelayQueue<T> {
  readonly #slots = new Map<number, T[]>();
  readonly #maxItems: number;
  #items = 0;
  /** No slot before it holds anything. */
  #first = Number.POSITIVE_INFINITY;

  constructor(maxItems: number) {
    this.#maxItems = maxItems;
  }

  get size(): number {
    return this.#items;
  }

  /** When the first slot is due, in milliseconds; undefined: nothing waits. */
  get nextAt(): number | undefined {
    if (this.#items === 0) return undefined;
    while (!this.#slots.has(this.#first)) this.#first++;
    return this.#first;
  }

  /** False: it is full, and does not hold the item. `at`: when it is due, in milliseconds; the slot is the one that holds it. */
  push(item: T, at: number): boolean {
    if (this.#items >= this.#maxItems) return false;
    const slot = Math.floor(at);
    const items = this.#slots.get(slot);
    if (items) items.push(item);
    else this.#slots.set(slot, [item]);
    this.#items++;
    this.#first = Math.min(this.#first, slot);
    return true;
  }

  /** Takes out what is due by `now`, the earliest first. */
  take(now: number): T[] {
    const due: T[] = [];
    for (let at = this.nextAt; at !== undefined && at <= now; at = this.nextAt) {
      const items = this.#slots.get(at) ?? [];
      this.#slots.delete(at);
      this.#items -= items.length;
      for (const item of items) due.push(item);
    }
    if (this.#items === 0) this.#first = Number.POSITIVE_INFINITY;
    return due;
  }
}
