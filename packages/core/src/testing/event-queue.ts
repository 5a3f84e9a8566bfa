interface Event {
  readonly at: number;
  readonly callback: () => void;
  readonly order: number;
}

/** What is to happen, by time; what is set for one time happens in the order in which it was set. */
export class EventQueue {
  /** The soonest is last, so that taking it is cheap. */
  readonly #events: Event[] = [];
  #added = 0;

  get nextAt(): number | undefined {
    return this.#events.at(-1)?.at;
  }

  /** Returns the way to take it out again, which does nothing once it has happened. */
  add(at: number, callback: () => void): () => void {
    const event = { at, callback, order: this.#added++ };
    this.#events.splice(this.#indexOf(event), 0, event);
    return () => {
      const index = this.#indexOf(event);
      if (this.#events[index] === event) this.#events.splice(index, 1);
    };
  }

  /** Takes the soonest out, if it is not later than `end`. */
  takeUpTo(end: number): Event | undefined {
    const soonest = this.#events.at(-1);
    return soonest && soonest.at <= end ? this.#events.pop() : undefined;
  }

  /** Where this event is, or belongs. */
  #indexOf(event: Event): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isLater(this.#events[middle] as Event, event)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isLater(one: Event, other: Event): boolean {
  return one.at > other.at || (one.at === other.at && one.order > other.order);
}
