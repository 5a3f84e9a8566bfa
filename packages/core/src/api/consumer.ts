import type { Arrival } from "../delivery/arrival.ts";
import { throwLater } from "../driver/throw-later.ts";
import { UsageError } from "../errors.ts";
import { SourceIterator } from "./iterator.ts";
import { Sleepers } from "./sleepers.ts";
import { Unread } from "./unread.ts";

export interface ConsumerOptions {
  /** Bytes of unread messages above which the link is paused. */
  readonly bufferBytes: number;
  readonly setReading: (reading: boolean) => void;
  /** Every message was taken, and none will follow. */
  readonly finished: () => void;
}

/**
 * Messages between their arrival and the application. They come out once, to one consumer at a time: an iteration, or
 * a listener. None is ever dropped: when too many wait, the link waits too.
 */
export class Consumer {
  readonly #options: ConsumerOptions;
  readonly #unread = new Unread();
  readonly #sleepers = new Sleepers();
  #reading = true;
  #draining = false;
  #ended = false;
  #error: Error | undefined;
  #taker: "iteration" | "listener" | undefined;
  #hadTaker = false;
  #listener: ((message: Buffer) => void) | undefined;

  constructor(options: ConsumerOptions) {
    this.#options = options;
  }

  /** Bytes of memory that messages not taken yet hold. */
  get unreadBytes(): number {
    return this.#unread.heldBytes;
  }

  push(arrival: Arrival): void {
    this.#unread.push(arrival);
    if (this.#listener) this.#drain();
    this.#sleepers.wakeAll();
    if (this.#reading && this.#unread.heldBytes >= this.#options.bufferBytes) this.#setReading(false);
  }

  /** What waits is lost: nobody is to hear of it any more. */
  drop(): void {
    this.#unread.takeAll();
  }

  /** No message follows. `error`: the reason, unless the peer closed properly. */
  end(error: Error | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    // Even from inside a listener: the end comes after every message.
    this.#draining = false;
    this.#drain();
    // The peer may be done before the application has got hold of the session: it still has the turn in which it does.
    if (this.#hadTaker) this.#finishIfTaken();
    else setImmediate(() => this.#hadTaker || this.#finishIfTaken());
    this.#sleepers.wakeAll();
  }

  /** Messages are handed over as they arrive, those that wait first, from the next microtask on. */
  listen(listener: (message: Buffer) => void): void {
    if (this.#taker === "listener") return;
    this.#occupy("listener");
    queueMicrotask(() => {
      if (this.#taker !== "listener") return;
      this.#listener = listener;
      this.#drain();
      this.#finishIfTaken();
    });
  }

  unlisten(): void {
    if (this.#taker !== "listener") return;
    this.#listener = undefined;
    this.#taker = undefined;
  }

  /** One message at a time. */
  iterate(): AsyncIterator<Buffer, undefined> {
    return this.#iterator(() => this.#unread.shift());
  }

  /** All messages that have arrived, as one array. `finishing` false: its end leaves it to the caller to finish. */
  iterateBatches(finishing = true): AsyncIterator<readonly Buffer[], undefined> {
    return this.#iterator(() => this.#unread.takeAll(), finishing);
  }

  #iterator<T>(take: () => T | undefined, finishing = true): AsyncIterator<T, undefined> {
    this.#occupy("iteration");
    return new SourceIterator<T>({
      poll: () => {
        const value = take();
        if (value !== undefined) {
          this.#resume();
          return { done: false, value };
        }
        if (!this.#ended) return undefined;
        if (this.#error) throw this.#error;
        return { done: true, value: undefined };
      },
      wait: (sleeper) => this.#sleepers.add(sleeper),
      leave: () => {
        this.#taker = undefined;
        if (finishing) this.#finishIfTaken();
      },
    });
  }

  /** What waits goes to the listener, as long as it stays. */
  #drain(): void {
    if (this.#draining) return;
    this.#draining = true;
    while (this.#listener && !this.#unread.isEmpty) this.#hand(this.#listener, this.#unread.shift() as Buffer);
    this.#draining = false;
    this.#resume();
  }

  #hand(listener: (message: Buffer) => void, message: Buffer): void {
    try {
      listener(message);
    } catch (error) {
      throwLater(error);
    }
  }

  #finishIfTaken(): void {
    if (this.#ended && this.#taker !== "iteration" && this.#unread.isEmpty) this.#options.finished();
  }

  #occupy(taker: "iteration" | "listener"): void {
    if (this.#taker) {
      throw new UsageError(
        "ERR_COUNTERSIGN_CONSUMED",
        `The session's messages already go to ${this.#taker === "listener" ? "a listener" : "an iteration"}.`,
      );
    }
    this.#taker = taker;
    this.#hadTaker = true;
  }

  #resume(): void {
    if (!this.#reading && this.#unread.heldBytes <= this.#options.bufferBytes / 2) this.#setReading(true);
  }

  #setReading(reading: boolean): void {
    this.#reading = reading;
    this.#options.setReading(reading);
  }
}
