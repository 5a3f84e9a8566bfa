import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { turbo } from "./turbo.mjs";
import { packages } from "./workspace.mjs";

/**
 * Runs the tests of every package and counts them from vitest's own reports.
 *
 * @param {{ env?: NodeJS.ProcessEnv, report?: string, without?: string[] }} options `report`: the name of each package's
 *   report, which is not in git; `without`: packages that are left out
 */
export async function runTests({ env = {}, report = "vitest.json", without = [] } = {}) {
  const reportFile = join(".reports", report);
  const tested = (await packages()).filter(({ name }) => !without.includes(name));
  await Promise.all(tested.map(({ path }) => rm(join(path, reportFile), { force: true })));
  let exitedWell = true;
  try {
    const vitest = [
      ...["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`],
      // A machine that others keep busy is no fault of a test.
      ...["--testTimeout=60000", "--hookTimeout=60000"],
    ];
    const filters = without.map((name) => `--filter=!${name}`);
    await turbo("test", ["--concurrency=2", ...filters, "--", ...vitest], { env });
  } catch (error) {
    exitedWell = false;
    console.log(error instanceof Error ? error.message : error);
  }
  const reports = await Promise.all(
    tested.map(async ({ name, path }) => ({ name, report: await readReport(join(path, reportFile)) })),
  );
  const counts = count(reports, exitedWell);
  for (const line of counts.remarks) console.log(line);
  return { passed: counts.passed, failed: counts.failed };
}

/**
 * What a JSON report of vitest tells; the rest of it is not read.
 *
 * @typedef {object} Report
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ name: string, status: string, assertionResults: { status: string }[] }[]} testResults one a file
 */

/**
 * Executed tests. A file that could not be loaded, a package without a report or without a test, and a run that ended
 * badly although every test passed (an unhandled rejection, say) are one failure each.
 *
 * @param {{ name: string, report: Report | undefined }[]} reports
 * @param {boolean} exitedWell whether the run as a whole exited with 0
 * @returns {{ passed: number, failed: number, remarks: string[] }} each failure that is no test's has a remark
 */
export function count(reports, exitedWell) {
  let passed = 0;
  let failed = 0;
  const remarks = [];
  for (const { name, report } of reports) {
    const faults = report ? faultsBesideTests(report) : ["the tests left no report"];
    passed += report?.numPassedTests ?? 0;
    failed += (report?.numFailedTests ?? 0) + faults.length;
    remarks.push(...faults.map((fault) => `${name}: ${fault}`));
    const left = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
    if (left > 0) remarks.push(`${name}: ${left} tests were not executed`);
  }
  if (!exitedWell && failed === 0) {
    failed = 1;
    remarks.push("Every test passed, and yet the run failed: see above.");
  }
  return { passed, failed, remarks };
}

/** @param {Report} report */
function faultsBesideTests({ numPassedTests, numFailedTests, testResults }) {
  const broken = testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  if (broken.length > 0) return broken.map((file) => `${file.name} failed outside its tests`);
  return numPassedTests + numFailedTests === 0 ? ["no test was executed"] : [];
}

/** @param {string} file @returns {Promise<Report | undefined>} */
async function readReport(file) {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined; // not written, or not to its end
  }
}
