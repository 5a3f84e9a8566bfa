import { WindowedMax } from "./windowed-max.ts";

/**
 * How much more than the bandwidth explains is acknowledged at once (draft-ietf-ccwg-bbr §5.5.9, "extra_acked"): the
 * window allows for it, or a sender would wait for acknowledgements that come in bunches.
 */
export class AckAggregation {
  readonly #extra = new WindowedMax(windowRounds);
  #startedAt = 0;
  #delivered = 0;

  /** Bytes. */
  get extraBytes(): number {
    return this.#extra.value;
  }

  /** `bandwidth`: bytes a millisecond. `limit`: no bunch counts for more bytes. */
  handleDelivered(newlyDelivered: number, bandwidth: number, limit: number, round: number, now: number): void {
    let expected = bandwidth * (now - this.#startedAt);
    if (this.#delivered <= expected) {
      this.#delivered = 0;
      this.#startedAt = now;
      expected = 0;
    }
    this.#delivered += newlyDelivered;
    this.#extra.update(Math.max(0, Math.min(this.#delivered - expected, limit)), round);
  }

  /** The bandwidth was estimated anew, so what was measured against it is void. */
  reset(round: number, now: number): void {
    this.#extra.reset(0, round);
    this.#delivered = 0;
    this.#startedAt = now;
  }
}

const windowRounds = 10;
