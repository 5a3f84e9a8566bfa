import { describe, expect, it } from "vitest";
import { CheckFailed, runSteps } from "../check/run-steps.mjs";

const passes = { name: "passes", what: "holds", run: () => {} };
const fails = {
  name: "fails",
  what: "does not hold",
  run: () => Promise.reject(new CheckFailed("Two of them:", ["one", "two"])),
};
const breaks = {
  name: "breaks",
  what: "is broken itself",
  run: () => {
    throw new TypeError("no such thing");
  },
};
const counts = {
  name: "counts",
  what: "many",
  run: async () => ({ passed: 40, failed: 2, remarks: ["the first", "the second"] }),
};

describe("the tally", () => {
  it("counts a step as one, and the tests of a step that counted them", async () => {
    expect(await check([passes, counts])).toMatchObject({ last: "41 passed, 2 failed", exitCode: 1 });
  });

  it("ends with 0 only when something passed and nothing failed", async () => {
    expect(await check([passes, passes])).toMatchObject({ last: "2 passed, 0 failed", exitCode: 0 });
    expect(await check([passes, fails])).toMatchObject({ last: "1 passed, 1 failed", exitCode: 1 });
    expect(await check([])).toMatchObject({ last: "0 passed, 0 failed", exitCode: 1 });
  });

  it("runs what follows a failed or a broken step", async () => {
    expect(await check([fails, breaks, passes])).toMatchObject({ last: "1 passed, 2 failed", exitCode: 1 });
  });

  it("says at the end once more what failed", async () => {
    const { output } = await check([fails, counts, passes]);
    const end = output.slice(output.lastIndexOf("ok     passes"));
    expect(end).toContain(
      "fails: Two of them:\n  one\n  two\ncounts: the first\ncounts: the second\n41 passed, 3 failed",
    );
  });

  it("says why a check failed, and where a step is broken", async () => {
    const { output } = await check([fails, breaks]);
    expect(output).toContain("Two of them:\n  one\n  two");
    expect(output).toMatch(/TypeError: no such thing\n\s+at .*run-steps\.test\.mjs/);
  });
});

/** @param {import("../check/run-steps.mjs").Step[]} steps */
async function check(steps) {
  /** @type {string[]} */
  const lines = [];
  const exitCode = await runSteps(steps, (line) => lines.push(line));
  const output = lines.join("\n");
  return { exitCode, output, last: output.split("\n").at(-1) };
}
