import { datagramNumbers, isUnchanged, type Tally, tallyRequest } from "./datagram-message.ts";

/** The server's side: counts and checks the datagrams of a batch, and says what it has when it is asked and all is quiet. */
export class DatagramTally {
  readonly #answer: (tally: Tally) => void;
  readonly #now: () => number;
  #batch = -1;
  #seen = new Set<number>();
  #firstAt = 0;
  #lastAt = 0;
  #error: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `now`: in milliseconds, monotonic. */
  constructor(answer: (tally: Tally) => void, now: () => number = () => performance.now()) {
    this.#answer = answer;
    this.#now = now;
  }

  handleDatagram(message: Buffer): void {
    const numbers = datagramNumbers(message);
    if (!numbers || numbers.batch < this.#batch) return;
    if (numbers.batch > this.#batch) this.#begin(numbers.batch);
    if (numbers.number === tallyRequest) return this.#answerWhenQuiet();
    this.#lastAt = this.#now();
    if (this.#seen.size === 0) this.#firstAt = this.#lastAt;
    if (this.#seen.has(numbers.number)) this.#error ??= `datagram ${numbers.number} arrived twice`;
    if (!isUnchanged(message, numbers.number)) this.#error ??= `datagram ${numbers.number} arrived changed`;
    this.#seen.add(numbers.number);
  }

  #begin(batch: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#batch = batch;
    this.#seen = new Set();
    this.#firstAt = 0;
    this.#lastAt = 0;
  }

  /** The request may have overtaken some of what it asks for. */
  #answerWhenQuiet(): void {
    if (this.#timer) return;
    const { size } = this.#seen;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#seen.size > size) return this.#answerWhenQuiet();
      const tookMs = this.#lastAt - this.#firstAt;
      const error = this.#error === undefined ? {} : { error: this.#error };
      this.#answer({ batch: this.#batch, received: size, tookMs, ...error });
    }, quietMs);
  }
}

const quietMs = 10;
