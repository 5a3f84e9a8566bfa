import type { Arrival } from "../delivery/arrival.ts";

/** Messages that wait for the application, and how much memory they keep alive. */
export class Unread {
  #waiting: Waiting[] = [];
  /** Messages taken of the first arrival. */
  #taken = 0;
  #heldBytes = 0;
  #newest: ArrayBufferLike | undefined;

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Bytes of memory, the messages' own objects included; a packet's memory until its last message is taken. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Small packets may share memory: it counts once, with the first of them. */
  push({ messages, memory, ownBytes }: Arrival): void {
    const sharedBytes = memory === undefined || memory === this.#newest ? 0 : memory.byteLength;
    const heldBytes = sharedBytes + ownBytes + bytesPerMessage * messages.length;
    this.#newest = memory;
    this.#heldBytes += heldBytes;
    this.#waiting.push({ messages, heldBytes });
  }

  shift(): Buffer | undefined {
    const first = this.#waiting[0];
    if (!first) return undefined;
    const message = first.messages[this.#taken++];
    if (this.#taken === first.messages.length) {
      this.#waiting.shift();
      this.#taken = 0;
      this.#heldBytes -= first.heldBytes;
      if (this.#waiting.length === 0) this.#newest = undefined;
    }
    return message;
  }

  takeAll(): readonly Buffer[] | undefined {
    const [first] = this.#waiting;
    if (!first) return undefined;
    let all = this.#taken > 0 ? first.messages.slice(this.#taken) : first.messages;
    for (let at = 1; at < this.#waiting.length; at += mostAtOnce) {
      all = all.concat(...this.#waiting.slice(at, at + mostAtOnce).map(({ messages }) => messages));
    }
    this.#waiting = [];
    this.#taken = 0;
    this.#heldBytes = 0;
    this.#newest = undefined;
    return all;
  }
}

interface Waiting {
  readonly messages: Buffer[];
  readonly heldBytes: number;
}

// Packets joined by one call, whose arguments must fit the stack.
const mostAtOnce = 4_096;

// What a Buffer takes beside its bytes, about.
const bytesPerMessage = 200;
