import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { baselineFile } from "../../src/baseline/store.ts";

describe("baselineFile", () => {
  it("keeps a name in a folder of its own, and takes a path as it is", () => {
    expect(baselineFile("--compare", "main")).toBe(join(".bench", "main.json"));
    expect(baselineFile("--compare", "v1.2_a-b")).toBe(join(".bench", "v1.2_a-b.json"));
    expect(baselineFile("--compare", "results.json")).toBe("results.json");
    expect(baselineFile("--compare", "some/where")).toBe("some/where");
  });

  it.each(["", "..", "-x", "a b"])('refuses "%s"', (name) => {
    expect(() => baselineFile("--compare", name)).toThrow(
      expect.objectContaining({ name: "UsageError", message: expect.stringContaining("--compare is a name") }),
    );
  });
});
