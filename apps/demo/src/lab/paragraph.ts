/** Text in lines of at most `width` characters; a blank line begins a new paragraph, other white space is one blank. */
export function wrapped(text: string, width: number): string {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => lines(paragraph.trim().split(/\s+/), width).join("\n"))
    .join("\n\n");
}

function lines(words: readonly string[], width: number): string[] {
  const done: string[] = [];
  let line = "";
  for (const word of words) {
    if (line !== "" && line.length + 1 + word.length > width) {
      done.push(line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  return [...done, line];
}
