import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { printable } from "../printable.ts";
import type { Screen } from "./screen.ts";

/** Lines in and lines out, without a prompt. */
export class PlainScreen implements Screen {
  readonly isLive = false;
  readonly lines: AsyncIterable<string>;
  readonly #reader: Interface;
  readonly #output: Writable;

  constructor(input: Readable, output: Writable) {
    this.#reader = createInterface({ input, terminal: false });
    this.#output = output;
    this.lines = this.#reader[Symbol.asyncIterator]();
    // Nobody reads any more, say.
    output.on("error", () => this.close());
  }

  show(line: string): Promise<void> {
    return new Promise((resolve) => {
      this.#output.write(`${printable(line)}\n`, () => resolve());
    });
  }

  setStatus(): void {}

  close(): void {
    this.#reader.close();
  }
}
