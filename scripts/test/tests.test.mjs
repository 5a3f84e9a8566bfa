import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { count } from "../check/tests.mjs";
import { reportVariable } from "../check/vitest-reporter.mjs";
import { inTree } from "./tree.mjs";

it("counts executed tests, and names those that were not", async () => {
  const report = await reportOf({
    "a.test.mjs": test("it('a', () => {}); it('b', () => {}); it['skip']('c', () => {}); it['todo']('d');"),
  });
  expect(count([report], true)).toEqual({ passed: 2, failed: 0, remarks: ["fixture: 2 tests were not executed"] });
});

it("counts failed tests", async () => {
  const report = await reportOf({
    "a.test.mjs": test("it('a', () => {}); it('b', () => { throw new Error('b'); });"),
  });
  const counts = count([report], false);
  expect(counts).toMatchObject({ passed: 1, failed: 1 });
  expect(counts.remarks).toEqual([expect.stringMatching(/^fixture: a\.test\.mjs: b\n {2}Error: b\n +at /)]);
});

it("says of a test that it took too long", async () => {
  const report = await reportOf({ "a.test.mjs": test("it('a', () => new Promise(() => {}), 1);") });
  expect(count([report], false).remarks).toEqual([
    expect.stringMatching(/^fixture: a\.test\.mjs: a\n {2}Test timed out in 1ms/),
  ]);
});

it("counts a file that cannot be loaded", async () => {
  const report = await reportOf({
    "a.test.mjs": test("it('a', () => {});"),
    "b.test.mjs": 'import "./missing.mjs";',
  });
  const counts = count([report], false);
  expect(counts).toMatchObject({ passed: 1, failed: 1 });
  expect(counts.remarks).toEqual([expect.stringMatching(/^fixture: b\.test\.mjs: outside its tests\n.*missing\.mjs/)]);
});

it("counts a failing hook of a file whose tests therefore never ran", async () => {
  const report = await reportOf({
    "a.test.mjs": `import { beforeAll, it } from "vitest"; beforeAll(() => { throw new Error(); }); it('a', () => {});`,
  });
  expect(count([report], false)).toMatchObject({ passed: 0, failed: 1 });
});

it("counts a package whose tests left no report, or executed nothing", async () => {
  const nothing = await reportOf({ "a.test.mjs": test("it['skip']('a', () => {});") });
  expect(count([nothing, { name: "silent", report: undefined }], false)).toEqual({
    passed: 0,
    failed: 2,
    remarks: [
      "fixture: no test was executed",
      "silent: the tests left no report",
      "fixture: 1 tests were not executed",
    ],
  });
});

it("counts an error outside all tests, and a run that failed for a reason no report tells", async () => {
  const report = await reportOf({
    "a.test.mjs": test("it('a', () => { Promise.reject(new Error('nobody waits for this')); });"),
  });
  const counts = count([report], false);
  expect(counts).toMatchObject({ passed: 1, failed: 1 });
  expect(counts.remarks).toEqual([expect.stringMatching(/^fixture: outside all tests\n.*nobody waits for this/)]);
  const untold = { ...report, report: { ...report.report, failures: [] } };
  expect(count([untold], false)).toMatchObject({ passed: 1, failed: 1 });
});

/** @param {string} body */
function test(body) {
  return `import { it } from "vitest";\n${body}`;
}

const reporter = fileURLToPath(import.meta.resolve("../check/vitest-reporter.mjs"));

/** Runs vitest itself on the files. @param {Record<string, string>} files */
function reportOf(files) {
  const vitest = fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url));
  const packageFile = fileURLToPath(import.meta.resolve("vitest"));
  return inTree(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, text.replace('"vitest"', `"${packageFile}"`)]),
    ),
    async (root) => {
      const args = [vitest, "run", `--reporter=${reporter}`];
      const env = { ...process.env, [reportVariable]: "report.json" };
      spawnSync(process.execPath, args, { cwd: root, env });
      const report = JSON.parse(await readFile(join(root, "report.json"), "utf8"));
      return { name: "fixture", report };
    },
  );
}
