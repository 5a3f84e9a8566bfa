import type { Sink } from "../subjects/subject.ts";

/** What the client's side of a connection received, one message at a time. */
export class Inbox implements Sink {
  readonly #messages: Buffer[] = [];
  #waiting: { resolve(message: Buffer): void; reject(error: Error): void } | undefined;
  #end: Error | undefined;

  /** The next message; rejects when the connection ended before it. One call at a time. */
  next(): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const message = this.#messages.shift();
      if (message) resolve(message);
      else if (this.#end) reject(this.#end);
      else this.#waiting = { resolve, reject };
    });
  }

  handleMessages(messages: readonly Buffer[]): void {
    for (const message of messages) {
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (waiting) waiting.resolve(message);
      else this.#messages.push(message);
    }
  }

  handleEnd(error?: Error): void {
    this.#end = error ?? new Error("the connection ended before an answer");
    this.#waiting?.reject(this.#end);
  }
}
