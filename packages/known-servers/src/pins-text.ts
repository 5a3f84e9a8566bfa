import { type Pin, parsePin } from "./pin.ts";

/** One line of the file, from 1 on. Without a pin it is a comment, or of a later version: kept as it is. */
export interface Line {
  readonly number: number;
  readonly text: string;
  readonly pin?: Pin;
}

/** What a new file consists of. */
export const firstLine = "# countersign known servers 1";

/**
 * The lines of a file. A line that cannot be read is never passed over: its server would be met for the first time once
 * more. Throws `refuse(problem, line)`.
 */
export function parseLines(text: string, refuse: (problem: string, line?: number) => Error): readonly Line[] {
  if (text === "") throw refuse("is empty, and was not when it was made. Bring it back, or remove it to begin anew");
  if (!text.endsWith("\n")) throw refuse("is cut off: its last line has no end. Bring it back, or mend that line");
  const lines = text.slice(0, -1).split("\n");
  if (lines[0] !== firstLine) throw refuse(otherFile(lines[0] ?? ""), 1);
  return lines.map((line, index) => {
    const number = index + 1;
    if (isNoPin(line)) return { number, text: line };
    const pin = parsePin(line);
    if (!pin)
      throw refuse("is damaged: transport, address, suite and key are wanted. Mend or remove that line", number);
    return { number, text: line, pin };
  });
}

export function formatLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/** Comments, and what later versions may have to say, behind an "@". */
function isNoPin(line: string): boolean {
  return line === "" || line.startsWith("#") || line.startsWith("@");
}

function otherFile(line: string): string {
  return /^# countersign known servers \d+$/.test(line)
    ? "is of a later version of this package"
    : `is no list of known servers, which begins with "${firstLine}"`;
}
