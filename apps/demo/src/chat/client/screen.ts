import type { ReadStream, WriteStream } from "node:tty";
import { LiveScreen } from "./live-screen.ts";
import { PlainScreen } from "./plain-screen.ts";

/** Where somebody types lines and is shown lines, both at once. */
export interface Screen {
  /** Somebody sits there. Otherwise what is typed comes from a pipe, and nobody can type it again. */
  readonly isLive: boolean;
  /** What is typed. Ends when the screen is closed, by its user or by us. */
  readonly lines: AsyncIterable<string>;
  /** Shows a line, whatever it holds, as `printable` makes it. Resolves when it is written. */
  show(line: string): Promise<void>;
  /** Says how things stand, for as long as they do. */
  setStatus(status: string): void;
  /** Nothing is typed any more; lines can still be shown. */
  close(): void;
}

/** A live one in a terminal, a plain one in a pipe. `name`: whose it is. */
export function openScreen(input: ReadStream, output: WriteStream, name: string): Screen {
  const isTerminal = input.isTTY && output.isTTY && process.env.TERM !== "dumb";
  return isTerminal ? new LiveScreen(input, output, name) : new PlainScreen(input, output);
}
