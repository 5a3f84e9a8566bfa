/** Who has found nothing, and is to look again when there may be something. */
export interface Sleeper {
  wake(): void;
}

/** Those who sleep. Each is woken once for each time it was added. */
export class Sleepers {
  #sleepers: readonly Sleeper[] = [];

  add(sleeper: Sleeper): void {
    this.#sleepers = this.#sleepers.concat(sleeper);
  }

  wakeAll(): void {
    const woken = this.#sleepers;
    this.#sleepers = [];
    for (const sleeper of woken) sleeper.wake();
  }
}
