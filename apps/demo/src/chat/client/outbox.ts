import { randomBytes } from "node:crypto";
import type { FromClient } from "../protocol.ts";

/**
 * What was typed, until the server has said it to everybody. Each line has a number of its own, from 1 on, so that what
 * is sent again after a break is not said twice.
 */
export class Outbox {
  /** Ours: several clients may have one name. */
  readonly #client = randomBytes(8).toString("hex");
  readonly #texts: string[] = [];
  /** The number of the first of them. */
  #first = 1;
  #nextToSend = 1;

  /** What the server has not said yet, as far as we know. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  add(text: string): void {
    this.#texts.push(text);
  }

  /** The next message to send; undefined when all were sent. */
  next(): FromClient | undefined {
    const text = this.#texts[this.#nextToSend - this.#first];
    return text === undefined ? undefined : { kind: "say", text, line: `${this.#client}-${this.#nextToSend++}` };
  }

  /** The server has said a line, of ours or of somebody else. */
  heard(line: string | undefined): void {
    const [client, number] = line?.split("-") ?? [];
    if (client !== this.#client) return;
    const count = Math.min(Number(number), this.#nextToSend - 1) - this.#first + 1;
    if (count <= 0) return;
    this.#texts.splice(0, count);
    this.#first += count;
  }

  /** The connection is another one: what was not heard has to be sent again. */
  rewind(): void {
    this.#nextToSend = this.#first;
  }
}
