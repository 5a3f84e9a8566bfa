import { describe, expect, it } from "vitest";
import { generateSharedKey } from "../src/index.ts";
import { quoted, shown } from "../src/shown.ts";

describe("a text in an error", () => {
  it("is no key, nor one with the end of its line", () => {
    const key = generateSharedKey();
    for (const text of [key, `${key}\n`, ` ${key}\r\n`]) expect(shown(text)).not.toContain(key);
    expect(shown("alice")).toBe('"alice"');
  });

  it("is nothing that a terminal would obey", () => {
    expect(quoted("\u001b[2J\u009b1A\u007f\u202e\u2028")).toBe('"\\u001b[2J\\u009b1A\\u007f\\u202e\\u2028"');
    expect(quoted('Zoë "\u{1f600}"')).toBe('"Zoë \\"\u{1f600}\\""');
  });
});
