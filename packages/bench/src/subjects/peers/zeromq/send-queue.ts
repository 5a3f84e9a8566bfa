import type { ZeroMqSocket } from "./module.ts";

/** A socket takes one message at a time; the others wait here. */
export class SendQueue {
  readonly #socket: ZeroMqSocket;
  readonly #waiting: (readonly Buffer[])[] = [];
  #sending: Promise<void> | undefined;

  constructor(socket: ZeroMqSocket) {
    this.#socket = socket;
  }

  /** Undefined: there is room for more. A promise: wait for it. */
  push(...parts: Buffer[]): Promise<void> | undefined {
    this.#waiting.push(parts);
    this.#sending ??= this.#sendAll();
    return this.#waiting.length < mostWaiting ? undefined : this.#sending;
  }

  /** Resolves when ZeroMQ has everything. */
  async empty(): Promise<void> {
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    try {
      for (let at = 0; at < this.#waiting.length; at++) await this.#socket.send(this.#waiting[at] as Buffer[]);
    } finally {
      this.#waiting.length = 0;
      this.#sending = undefined;
    }
  }
}

/** Beside those that ZeroMQ holds itself: by default 1,000 on each side. */
const mostWaiting = 64;
