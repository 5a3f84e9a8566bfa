import { styleText } from "node:util";

export type Format = "bold" | "dim" | "green" | "red" | "yellow";

/** Adds colour to a finished piece of text, or does not. */
export type Paint = (format: Format, text: string) => string;

export const plain: Paint = (_format, text) => text;

/** Colour where `stream` is a terminal and the user wants it (NO_COLOR, FORCE_COLOR). */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (format, text) => styleText(format, text, { stream });
}
