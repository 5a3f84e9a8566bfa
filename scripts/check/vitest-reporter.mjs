import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** The environment variable that names the file to write, from the package's folder. */
export const reportVariable = "COUNTERSIGN_TEST_REPORT";

/**
 * What a run of one package's tests came to.
 *
 * @typedef {object} Report
 * @property {number} passed tests
 * @property {number} skipped tests that were not executed
 * @property {string[]} failures of a test, of a file or a hook outside its tests, or of nobody's (a rejection that nothing
 *   waits for, a worker that broke): which one, and why
 */

/** Writes a {@link Report}, which the check adds up: vitest's own JSON says nothing of errors outside of tests. */
export default class TallyReporter {
  /**
   * @param {readonly import("vitest/node").TestModule[]} modules
   * @param {readonly import("vitest").SerializedError[]} unhandled
   */
  async onTestRunEnd(modules, unhandled) {
    const file = process.env[reportVariable];
    if (!file) throw new Error(`${reportVariable} names no file for the report.`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(reportOf(modules, unhandled)));
  }
}

/**
 * @param {readonly import("vitest/node").TestModule[]} modules
 * @param {readonly import("vitest").SerializedError[]} unhandled
 * @returns {Report}
 */
function reportOf(modules, unhandled) {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const failed = tests.filter((test) => test.result().state === "failed");
  const groups = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const failures = [
    ...failed.map((test) => failure(nameOf(test.module, test.fullName), test.result().errors ?? [])),
    ...groups
      .filter((group) => group.errors().length > 0)
      .map((group) =>
        group.type === "suite"
          ? failure(nameOf(group.module, `${group.fullName}, outside its tests`), group.errors())
          : failure(nameOf(group, "outside its tests"), group.errors()),
      ),
    ...unhandled.map((error) => failure("outside all tests", [error])),
  ];
  const passed = tests.filter((test) => test.result().state === "passed").length;
  return { passed, skipped: tests.length - passed - failed.length, failures };
}

/** @param {import("vitest/node").TestModule} module @param {string} what */
function nameOf(module, what) {
  return `${module.relativeModuleId}: ${what}`;
}

/** @param {string} where @param {readonly import("vitest").SerializedError[]} errors */
function failure(where, errors) {
  return [where, ...errors.map((error) => `  ${told(error)}`)].join("\n");
}

/**
 * With its message, which the stack lacks where vitest itself made the error, as for a test that timed out.
 *
 * @param {import("vitest").SerializedError} error
 */
function told({ message, stack }) {
  if (!stack) return message;
  return stack.includes(message) ? stack : `${message}\n${stack}`;
}
