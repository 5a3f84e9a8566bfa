import { describe, expect, it } from "vitest";
import { numbered, safeName } from "../../src/chat/files/safe-name.ts";

describe("a safe name", () => {
  it.each([
    ["cat.png", "cat.png"],
    ["my cat (2).tar.gz", "my cat (2).tar.gz"],
    ["猫.png", "猫.png"],
    ["../../etc/passwd", "passwd"],
    ["..\\..\\autoexec.bat", "autoexec.bat"],
    ["C:\\x\\y.txt", "y.txt"],
    ["/", "file"],
    ["..", "file"],
    [" ", "file"],
    [".ssh", "ssh"],
    [".bashrc ", "bashrc"],
    ["a\u0000b\n\u001b[2J.txt", "a_b__[2J.txt"],
    ["gpj.\u202eexe", "gpj._exe"],
    ["a:b?.txt", "a_b_.txt"],
    ["con", "_con"],
    ["NUL.txt", "_NUL.txt"],
    ["console.txt", "console.txt"],
    ["trailing...", "trailing"],
    ["\ud800.txt", "_.txt"],
    [`${"x".repeat(300)}.png`, `${"x".repeat(116)}.png`],
    [`${"猫".repeat(100)}.png`, `${"猫".repeat(38)}.png`],
  ])("of %j is %j", (label, name) => {
    expect(safeName(label)).toBe(name);
    expect(safeName(name)).toBe(name);
  });

  it("gets a number before its extension", () => {
    expect(numbered("cat.png", 0)).toBe("cat.png");
    expect(numbered("cat.png", 1)).toBe("cat (1).png");
    expect(numbered("cat", 12)).toBe("cat (12)");
  });
});
