import { describe, expect, it } from "vitest";
import { printable } from "../../src/chat/printable.ts";

describe("printable", () => {
  it.each([
    ["an escape sequence", "\u001b[2Jgone", "␛[2Jgone"],
    ["the title of the window", "\u001b]0;root#\u0007", "␛]0;root#␇"],
    ["an 8-bit control sequence", "\u009b2J", "\ufffd2J"],
    ["a new line, which would look like somebody else's", "hi\r\nalice: pay bob", "hi␍␊alice: pay bob"],
    ["new lines of Unicode", "a\u2028b\u2029c\u0085d", "a\ufffdb\ufffdc\ufffdd"],
    ["a turn of the direction of writing", "\u202egnp.exe", "\ufffdgnp.exe"],
    ["backspace, delete and null", "a\b\u007f\u0000", "a␈␡␀"],
    ["half a character", "\ud83d!", "\ufffd!"],
  ])("makes %s harmless", (_what, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it.each(["plain text", "a\ttab", "Grüße, 你好, שלום", "👩‍👩‍👧 👍🏽 ❤️"])("leaves %j as it is", (text) => {
    expect(printable(text)).toBe(text);
  });
});
