/** Iterations that have found nothing, and are to look again when there may be something. Each waits once. */
export class Sleepers {
  readonly #wakes = new Set<() => void>();

  add(wake: () => void): void {
    this.#wakes.add(wake);
  }

  wakeAll(): void {
    const wakes = [...this.#wakes];
    this.#wakes.clear();
    for (const wake of wakes) wake();
  }
}
