import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { seedOfTree } from "./seed.mjs";
import { turbo } from "./turbo.mjs";
import { reportVariable } from "./vitest-reporter.mjs";
import { packages } from "./workspace.mjs";

/** @import { Report } from "./vitest-reporter.mjs" */

const reporter = fileURLToPath(import.meta.resolve("./vitest-reporter.mjs"));

/** As many seeds as soak tests have by themselves: SEED alone would leave them one. */
const allOfSoak = process.env.SOAK ?? "200";

/**
 * Runs the tests of every package and adds up their reports.
 *
 * @param {{ env?: NodeJS.ProcessEnv, report?: string, without?: string[] }} options `report`: the name of each package's
 *   report, which is not in git; `without`: packages that are left out
 */
export async function runTests({ env = {}, report = "tests.json", without = [] } = {}) {
  const reportFile = join(".reports", report);
  const tested = (await packages()).filter(({ name }) => !without.includes(name));
  await Promise.all(tested.map(({ path }) => rm(join(path, reportFile), { force: true })));
  const seed = await seedOfTree();
  console.log(`The seed of whatever is random is ${seed}. SEED=… sets another.`);
  let exitedWell = true;
  try {
    const vitest = [
      ...["--reporter=default", `--reporter=${reporter}`],
      // A machine that others keep busy is no fault of a test.
      ...["--testTimeout=180000", "--hookTimeout=180000"],
    ];
    const filters = without.map((name) => `--filter=!${name}`);
    await turbo("test", ["--concurrency=2", ...filters, "--", ...vitest], {
      env: { SOAK: allOfSoak, SEED: String(seed), ...env, [reportVariable]: reportFile },
    });
  } catch (error) {
    exitedWell = false;
    console.log(error instanceof Error ? error.message : error);
  }
  const reports = await Promise.all(
    tested.map(async ({ name, path }) => ({ name, report: await readReport(join(path, reportFile)) })),
  );
  return count(reports, exitedWell);
}

/**
 * Executed tests. A package without a report or without a test is one failure, and so is a run that ended badly although
 * no report tells why.
 *
 * @param {{ name: string, report: Report | undefined }[]} reports
 * @param {boolean} exitedWell whether the run as a whole exited with 0
 * @returns {{ passed: number, failed: number, remarks: string[] }} each failure has a remark
 */
export function count(reports, exitedWell) {
  const failures = reports.flatMap(({ name, report }) => failuresOf(report).map((failure) => `${name}: ${failure}`));
  if (!exitedWell && failures.length === 0) failures.push("Every test passed, and yet the run failed: see above.");
  const left = reports.flatMap(({ name, report }) =>
    report?.skipped ? [`${name}: ${report.skipped} tests were not executed`] : [],
  );
  const passed = reports.reduce((total, { report }) => total + (report?.passed ?? 0), 0);
  return { passed, failed: failures.length, remarks: [...failures, ...left] };
}

/** @param {Report | undefined} report */
function failuresOf(report) {
  if (report === undefined) return ["the tests left no report"];
  return report.passed + report.failures.length === 0 ? ["no test was executed"] : report.failures;
}

/** @param {string} file @returns {Promise<Report | undefined>} */
async function readReport(file) {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined; // not written, or not to its end
  }
}
