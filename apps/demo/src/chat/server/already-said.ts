/** Which line of each client was said last, so that one that is sent again after a break is not said twice. */
export class AlreadySaid {
  readonly #last = new Map<string, number>();

  /** True once for each line, and for none that is older. `line`: as `isLineId` takes it. */
  isNew(name: string, line: string): boolean {
    const [client = "", number = ""] = line.split("-");
    const key = `${name} ${client}`;
    const last = this.#last.get(key) ?? 0;
    if (Number(number) <= last) return false;
    // The one that has been silent for longest is the first to be forgotten.
    this.#last.delete(key);
    this.#last.set(key, Number(number));
    if (this.#last.size > mostClients) this.#last.delete(this.#last.keys().next().value as string);
    return true;
  }
}

const mostClients = 10_000;
