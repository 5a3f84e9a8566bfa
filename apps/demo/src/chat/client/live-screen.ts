import { clearScreenDown, createInterface, cursorTo, type Interface, moveCursor } from "node:readline";
import type { Readable } from "node:stream";
import type { WriteStream } from "node:tty";
import { styleText } from "node:util";
import { printable } from "../printable.ts";
import type { Screen } from "./screen.ts";

/**
 * The last rows of a terminal hold the status and the line being typed; what is shown goes above them. The status is a
 * row of readline's prompt, so that readline keeps both in their place.
 */
export class LiveScreen implements Screen {
  readonly lines: AsyncIterable<string>;
  readonly #editor: Interface;
  readonly #output: WriteStream;
  readonly #name: string;
  #status = "";
  #closed = false;

  constructor(input: Readable, output: WriteStream, name: string) {
    this.#output = output;
    this.#name = name;
    this.#editor = createInterface({ input, output, terminal: true });
    this.lines = this.#editor[Symbol.asyncIterator]();
    this.#editor.on("line", (line) => this.#takeBack(line));
    this.#editor.on("SIGINT", () => this.close());
    this.#editor.on("close", () => {
      this.#clear();
      this.#closed = true;
    });
    output.on("resize", () => this.#draw());
    output.on("error", () => this.close());
    this.#draw();
  }

  show(line: string): Promise<void> {
    // readline redraws from as many rows above the cursor as the cursor was below the first row when it was last drawn.
    const rows = this.#closed ? 0 : this.#clear();
    return new Promise((resolve) => {
      this.#output.write(`${printable(line)}\n${"\n".repeat(rows)}`, () => resolve());
      this.#draw();
    });
  }

  setStatus(status: string): void {
    this.#status = printable(status);
    this.#draw();
  }

  close(): void {
    this.#editor.close();
  }

  #draw(): void {
    if (this.#closed) return;
    this.#editor.setPrompt(this.#prompt());
    this.#editor.prompt(true);
  }

  #prompt(): string {
    const status = this.#status.slice(0, this.#output.columns - 1);
    return `${styleText("inverse", status)}\n${this.#name}> `;
  }

  /** Clears the status and what is typed. Returns how many rows the cursor was below the first. */
  #clear(): number {
    const { rows } = this.#editor.getCursorPos();
    this.#clearFrom(rows);
    return rows;
  }

  #clearFrom(rows: number): void {
    moveCursor(this.#output, 0, -rows);
    cursorTo(this.#output, 0);
    clearScreenDown(this.#output);
  }

  /** readline leaves an entered line where it was typed, and begins a new row: it is shown when it is said. */
  #takeBack(line: string): void {
    this.#editor.setPrompt(this.#prompt() + line);
    const { rows } = this.#editor.getCursorPos();
    this.#clearFrom(rows + 1);
    this.#draw();
  }
}
