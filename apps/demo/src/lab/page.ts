import { styleText } from "node:util";
import { wrapped } from "./paragraph.ts";

/** Where something is written for people, in lines. */
export interface Page {
  heading(text: string): void;
  /** Paragraphs. */
  text(text: string): void;
  /** One thing that was seen. */
  item(text: string): void;
  /** The outcome: good or bad news. */
  verdict(text: string, good: boolean): void;
}

/** A stream that may be a terminal. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Pages in a terminal have colours, if that is wanted, and lines of its width; elsewhere plain ones of 100. */
export function pageOn(output: Output): Page {
  const coloured = output.isTTY === true && !process.env.NO_COLOR;
  const width = Math.max(20, Math.min(mostColumns, (output.columns ?? mostColumns + 1) - 1));
  const style = (how: Parameters<typeof styleText>[0], text: string) => (coloured ? styleText(how, text) : text);
  const write = (text: string) => output.write(`${text}\n`);
  return {
    heading: (text) => write(`\n${style("bold", wrapped(text, width))}\n`),
    text: (text) => write(wrapped(text, width)),
    item: (text) => write(`  - ${wrapped(text, width - 4).replaceAll("\n", "\n    ")}`),
    verdict: (text, good) =>
      write(style(good ? "green" : "red", `  ${wrapped(text, width - 2).replaceAll("\n", "\n  ")}`)),
  };
}

const mostColumns = 100;

/** Nobody reads it. */
export const noPage: Page = { heading() {}, text() {}, item() {}, verdict() {} };
