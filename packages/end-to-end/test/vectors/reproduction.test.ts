import { describe, expect, it } from "vitest";
import { pathOf, textOf } from "./file.ts";
import { hellos } from "./hellos.ts";
import { transcripts } from "./transcripts.ts";

/** Every file that the stranger's peer makes. */
const made = {
  "hello-hybrid": () => hellos("hybrid"),
  "hello-sealed-box": () => hellos("sealed-box"),
  "sessions-hybrid": () => transcripts("hybrid"),
  "sessions-sealed-box": () => transcripts("sealed-box"),
};

describe("the vectors", () => {
  it.each(Object.entries(made))("%s.json are what the stranger's peer makes", async (name, make) => {
    await expect(textOf(make())).toMatchFileSnapshot(pathOf(name));
  });
});
