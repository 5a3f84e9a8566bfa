import { UsageError } from "../errors.ts";
import { iteratorOver } from "./iterator.ts";

export interface ConsumerOptions {
  /** Bytes of unread messages above which the link is paused. */
  readonly bufferBytes: number;
  readonly setReading: (reading: boolean) => void;
  /** Every message was taken, and none will follow. */
  readonly finished: () => void;
}

/**
 * Messages between their arrival and the application. They come out once, to one consumer at a time: an iteration, or
 * a listener.
 */
export class Consumer {
  readonly #options: ConsumerOptions;
  #arrived: Buffer[] = [];
  #taken = 0;
  #bytes = 0;
  #reading = true;
  #discarding = false;
  #ended = false;
  #error: Error | undefined;
  #taker: "iteration" | "listener" | undefined;
  #listener: ((message: Buffer) => void) | undefined;
  readonly #wakes: (() => void)[] = [];

  constructor(options: ConsumerOptions) {
    this.#options = options;
  }

  push(message: Buffer): void {
    if (this.#listener) return this.#listener(message);
    if (this.#discarding && this.#bytes >= this.#options.bufferBytes) return;
    this.#arrived.push(message);
    this.#bytes += message.length + bytesPerMessage;
  }

  /** The messages of one turn are all here. */
  turnEnd(): void {
    this.#wake();
    if (this.#reading && this.#bytes >= this.#options.bufferBytes && !this.#discarding) this.#setReading(false);
  }

  /** No message follows. `error`: the reason, unless the peer closed properly. */
  end(error: Error | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    if (this.#taker !== "iteration" && this.#left === 0) this.#options.finished();
    this.#wake();
  }

  /** We are closing: what nobody reads is dropped rather than stopping the link. */
  discard(): void {
    this.#discarding = true;
    if (!this.#reading) this.#setReading(true);
  }

  /** Messages are handed over as they arrive, those that wait first, from the next microtask on. */
  listen(listener: (message: Buffer) => void): void {
    if (this.#taker === "listener") return;
    this.#occupy("listener");
    queueMicrotask(() => {
      // The listener may remove itself, and leave the rest to another consumer.
      while (this.#taker === "listener" && !this.#listener) {
        const message = this.#next();
        if (message) listener(message);
        else this.#listener = listener;
      }
      if (this.#listener && this.#ended) this.#options.finished();
    });
  }

  unlisten(): void {
    this.#listener = undefined;
    this.#taker = undefined;
  }

  /** One message at a time. */
  iterate(): AsyncIterator<Buffer, undefined> {
    return this.#iterator(() => this.#next());
  }

  /** All messages that have arrived, as one array. */
  iterateBatches(): AsyncIterator<readonly Buffer[], undefined> {
    return this.#iterator(() => this.#nextBatch());
  }

  #iterator<T>(take: () => T | undefined): AsyncIterator<T, undefined> {
    this.#occupy("iteration");
    return iteratorOver<T>({
      poll: () => {
        const value = take();
        if (value !== undefined) return { done: false, value };
        if (!this.#ended) return undefined;
        if (this.#error) throw this.#error;
        return { done: true, value: undefined };
      },
      wait: (wake) => this.#wakes.push(wake),
      leave: () => {
        this.#taker = undefined;
        if (this.#ended && this.#left === 0) this.#options.finished();
      },
    });
  }

  #wake(): void {
    for (const wake of this.#wakes.splice(0)) wake();
  }

  get #left(): number {
    return this.#arrived.length - this.#taken;
  }

  #occupy(taker: "iteration" | "listener"): void {
    if (this.#taker) {
      throw new UsageError(
        "ERR_COUNTERSIGN_CONSUMED",
        `The session's messages already go to ${this.#taker === "listener" ? "a listener" : "an iteration"}.`,
      );
    }
    this.#taker = taker;
  }

  #next(): Buffer | undefined {
    const message = this.#arrived[this.#taken];
    if (message === undefined) return undefined;
    this.#taken++;
    this.#bytes -= message.length + bytesPerMessage;
    if (this.#taken === this.#arrived.length) {
      this.#arrived = [];
      this.#taken = 0;
    }
    this.#release();
    return message;
  }

  #nextBatch(): readonly Buffer[] | undefined {
    if (this.#left === 0) return undefined;
    const batch = this.#taken > 0 ? this.#arrived.slice(this.#taken) : this.#arrived;
    this.#arrived = [];
    this.#taken = 0;
    this.#bytes = 0;
    this.#release();
    return batch;
  }

  #release(): void {
    if (!this.#reading && this.#bytes <= this.#options.bufferBytes / 2) this.#setReading(true);
  }

  #setReading(reading: boolean): void {
    this.#reading = reading;
    this.#options.setReading(reading);
  }
}

// What a message costs beside its bytes.
const bytesPerMessage = 64;
