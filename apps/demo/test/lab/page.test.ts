import { describe, expect, it } from "vitest";
import { pageOn } from "../../src/lab/page.ts";

function written(columns: number | undefined, write: (page: ReturnType<typeof pageOn>) => void): string {
  let text = "";
  write(pageOn({ ...(columns !== undefined && { columns }), write: (more) => (text += more) }));
  return text;
}

describe("a page", () => {
  it("keeps paragraphs apart, and everything else together", () => {
    expect(written(undefined, (page) => page.text("\n  one\n  two\n\n  three  "))).toBe("one two\n\nthree\n");
  });

  it("has no line that is wider than the terminal", () => {
    const long = "word ".repeat(100);
    const text = written(40, (page) => {
      page.text(long);
      page.item(long);
      page.verdict(long, true);
      page.heading(long);
    });
    for (const line of text.split("\n")) expect(line.length).toBeLessThan(40);
    expect(text.match(/word/g)).toHaveLength(400);
  });

  it("has no colours where there is no terminal", () => {
    const text = written(undefined, (page) => page.verdict("It held.", true));
    expect(text).toBe("  It held.\n");
  });
});
