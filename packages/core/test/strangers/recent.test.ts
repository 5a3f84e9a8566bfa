import { describe, expect, it } from "vitest";
import { Recent } from "../../src/strangers/recent.ts";

describe("Recent", () => {
  it("forgets what was not used for the longest time", () => {
    const recent = new Recent<number>(3);
    for (const [value, key] of ["a", "b", "c"].entries()) recent.set(key, value);
    expect(recent.get("a")).toBe(0);
    recent.set("d", 3);
    expect(["a", "b", "c", "d"].map((key) => recent.has(key))).toEqual([true, false, true, true]);
  });

  it("counts a new value as a use, and holds a key once", () => {
    const recent = new Recent<number>(2);
    recent.set("a", 1);
    recent.set("b", 1);
    recent.set("a", 2);
    recent.set("c", 1);
    expect([recent.size, recent.get("a"), recent.has("b")]).toEqual([2, 2, false]);
    recent.delete("a");
    expect([recent.size, recent.get("a")]).toEqual([1, undefined]);
  });
});
