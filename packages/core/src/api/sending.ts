import { Deferred } from "./deferred.ts";

/** The promises of `send`: one for all while there is room, one for all who wait, and one for each large message. */
export class Sending {
  readonly #large: Deferred[] = [];
  #waiting: Deferred | undefined;

  /** A small message was taken. `room`: whether more would be. */
  small(room: boolean): Promise<void> {
    if (room) return ready;
    this.#waiting ??= new Deferred();
    return this.#waiting.promise;
  }

  /** A large message was taken by reference: its promise tells when its bytes may be reused. */
  large(): Promise<void> {
    const deferred = new Deferred();
    this.#large.push(deferred);
    return deferred.promise;
  }

  /** The oldest large message is written. */
  released(): void {
    this.#large.shift()?.resolve();
  }

  writable(): void {
    this.#waiting?.resolve();
    this.#waiting = undefined;
  }

  /** Nothing will be sent any more. */
  fail(error: Error): void {
    this.#waiting?.reject(error);
    for (const deferred of this.#large.splice(0)) deferred.reject(error);
  }
}

const ready = Promise.resolve();
