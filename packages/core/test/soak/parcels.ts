import { expect } from "vitest";

/** The message number `index` that one end sends: its bytes differ from those of all others, and everywhere. */
export function parcel(from: "client" | "server", index: number, bytes: number): Buffer {
  const message = Buffer.alloc(bytes);
  let state = (from === "client" ? 1 : 2) * 0x9e3779b1 + index * 0x85ebca6b;
  for (let at = 0; at < bytes; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    message[at] = state >>> 24;
  }
  return message;
}

/** What an end has received, which is to be what the other sends: each once, in order, unchanged. */
export class ParcelCheck {
  count = 0;
  readonly #from: "client" | "server";
  readonly #sizes: readonly number[];
  readonly #where: string;

  constructor(from: "client" | "server", sizes: readonly number[], where: string) {
    this.#from = from;
    this.#sizes = sizes;
    this.#where = where;
  }

  /** Throws when this is not the next one. */
  take(message: Buffer): void {
    const index = this.count++;
    expect(index, `${this.#where}: more messages than the ${this.#from} has sent`).toBeLessThan(this.#sizes.length);
    const expected = parcel(this.#from, index, this.#sizes[index] as number);
    if (expected.equals(message)) return;
    throw new Error(
      `${this.#where}: message ${index} of the ${this.#from} has ${message.length} bytes and is not the one of ${expected.length} bytes`,
    );
  }

  get complete(): boolean {
    return this.count === this.#sizes.length;
  }
}
