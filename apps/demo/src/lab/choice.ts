import type { Key } from "node:readline";

/** Which of a list is chosen, by arrows or by its number. */
export class Choice {
  /** From 0 on. */
  index = 0;
  readonly #count: number;
  /** Digits that were typed one after the other. */
  #typed = "";

  constructor(count: number) {
    this.#count = count;
  }

  press({ name = "", sequence = "" }: Key): void {
    this.#typed = /^\d$/.test(sequence) ? this.#typed + sequence : "";
    if (this.#typed !== "") this.#take(sequence);
    else if (name === "up" || name === "k") this.index = Math.max(0, this.index - 1);
    else if (name === "down" || name === "j") this.index = Math.min(this.#count - 1, this.index + 1);
  }

  /** All digits so far are the number, or else the last one begins another. */
  #take(digit: string): void {
    if (!this.#has(this.#typed)) this.#typed = digit;
    if (this.#has(this.#typed)) this.index = Number(this.#typed) - 1;
  }

  #has(typed: string): boolean {
    return Number(typed) >= 1 && Number(typed) <= this.#count;
  }
}
