import { expect, it } from "vitest";
import { sitExam } from "../check/guides.mjs";
import { inTree } from "./tree.mjs";

const passing = new Map([
  ["package.json", "{ broken, and not to be written"],
  ["sum.js", "export const sum = (a, b) => a + b;\n"],
  [
    "sum.test.js",
    `import assert from "node:assert";
     import { it } from "node:test";
     import { sum } from "./sum.js";
     it("adds", () => assert.equal(sum(1, 2), 3));`,
  ],
]);

it("is content with tests that pass, as many as promised", () => sit(passing, "ℹ pass 1\nℹ fail 0\n"));

it("reports another number of tests", async () => {
  await expect(sit(passing, "ℹ pass 2\nℹ fail 0\n")).rejects.toThrow(/should print\n {2}ℹ pass 2\n/);
});

it("reports a test that fails", async () => {
  const failing = new Map([...passing, ["sum.js", "export const sum = (a, b) => a - b;\n"]]);
  await expect(sit(failing, "ℹ pass 1\nℹ fail 0\n")).rejects.toThrow("exited with 1");
});

/** @param {Map<string, string>} files @param {string} promised */
function sit(files, promised) {
  return inTree({ "package.json": '{ "type": "module" }' }, (folder) => sitExam(folder, files, promised));
}
