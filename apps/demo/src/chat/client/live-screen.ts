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
  readonly isLive = true;
  readonly lines: AsyncIterable<string>;
  readonly #editor: Editor;
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
    output.on("resize", () => this.setStatus(this.#status));
    output.on("error", () => this.close());
    this.#draw();
  }

  show(line: string): Promise<void> {
    return new Promise((resolve) => {
      this.#clear();
      this.#output.write(`${printable(line)}\n`, () => resolve());
      this.#draw();
    });
  }

  setStatus(status: string): void {
    this.#clear();
    this.#status = status;
    this.#draw();
  }

  close(): void {
    this.#editor.close();
  }

  /** Clears status and typed line, and leaves the cursor where they began. */
  #clear(): void {
    if (!this.#closed) this.#clearFrom(this.#editor.getCursorPos().rows);
  }

  #clearFrom(rowsAbove: number): void {
    moveCursor(this.#output, 0, -rowsAbove);
    cursorTo(this.#output, 0);
    clearScreenDown(this.#output);
  }

  /** Draws status and typed line from the cursor on. */
  #draw(): void {
    if (this.#closed) return;
    this.#editor.setPrompt(this.#prompt());
    this.#editor.prevRows = 0;
    this.#editor.prompt(true);
  }

  #prompt(): string {
    const status = printable(this.#status).slice(0, this.#output.columns - 1);
    return `${styleText("inverse", status)}\n${this.#name}> `;
  }

  /** readline leaves an entered line where it was typed, and goes to the next row. It is shown when it is said. */
  #takeBack(line: string): void {
    this.#editor.setPrompt(this.#prompt() + line);
    this.#clearFrom(this.#editor.getCursorPos().rows + 1);
    this.#draw();
  }
}

/** `prevRows`: how far above the cursor readline begins to draw. Not documented, and wrong after a paste. */
type Editor = Interface & { prevRows?: number };
