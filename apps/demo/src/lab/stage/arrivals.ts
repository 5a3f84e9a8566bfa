/** Things that arrive, for one who waits for them in their order. */
export class Arrivals<Thing> {
  readonly #arrived: Thing[] = [];
  readonly #waiting: ((thing: Thing | Promise<never>) => void)[] = [];
  #end: Error | undefined;

  push(thing: Thing): void {
    const take = this.#waiting.shift();
    if (take) take(thing);
    else this.#arrived.push(thing);
  }

  /** Nothing more arrives: whoever waits, or asks later, gets `reason`. */
  end(reason: Error): void {
    this.#end ??= reason;
    for (const take of this.#waiting.splice(0)) take(Promise.reject(this.#end));
  }

  /** The next one. Rejects at the end, and when nothing has come for `patienceMs` milliseconds. */
  async next(patienceMs = 10_000): Promise<Thing> {
    if (this.#arrived.length > 0) return this.#arrived.shift() as Thing;
    if (this.#end) throw this.#end;
    return new Promise((resolve, reject) => {
      const take = (thing: Thing | Promise<never>) => {
        clearTimeout(timer);
        resolve(thing);
      };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        reject(new Error(`Nothing came within ${patienceMs} ms.`));
      };
      const timer = setTimeout(giveUp, patienceMs);
      this.#waiting.push(take);
    });
  }
}
