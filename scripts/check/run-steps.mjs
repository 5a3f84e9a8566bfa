/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} what
 * @property {() => Promise<Counts | void> | Counts | void} run rejects or throws when the check fails; a step of many
 *   tests returns their counts instead
 *
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} [remarks] what failed and why, and what was left out
 */

/**
 * Runs every step, whatever became of the one before it. What failed is said once more at the end, where a reader of a long log
 * looks; the last line printed is `N passed, N failed`. A step counts as one, unless it counted for itself.
 *
 * @param {Step[]} steps
 * @param {(line: string) => void} print
 * @returns {Promise<number>} the exit code
 */
export async function runSteps(steps, print = console.log) {
  const results = [];
  for (const [index, step] of steps.entries()) {
    print(`\n[${index + 1}/${steps.length}] ${step.name}: ${step.what}`);
    const result = await runStep(step);
    for (const remark of result.remarks) print(remark);
    print(summary(result));
    results.push(result);
  }
  print(`\n${results.map(summary).join("\n")}\n`);
  for (const { name, remarks } of results.filter((result) => result.failed > 0)) {
    for (const remark of remarks) print(`${name}: ${remark}`);
  }
  const passed = sum(results.map((result) => result.passed));
  const failed = sum(results.map((result) => result.failed));
  print(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

/** @param {Step} step */
async function runStep({ name, run }) {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  try {
    const counts = (await run()) ?? { passed: 1, failed: 0 };
    return { name, remarks: [], ...counts, seconds: seconds() };
  } catch (error) {
    return { name, passed: 0, failed: 1, seconds: seconds(), remarks: [reasonOf(error)] };
  }
}

/** A failed check says what to do; anything else is a fault of ours, and its stack is wanted. @param {unknown} error */
function reasonOf(error) {
  if (error instanceof CheckFailed) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** @param {{ name: string, passed: number, failed: number, seconds: number }} result */
function summary({ name, passed, failed, seconds }) {
  const counts = passed + failed > 1 ? `  ${passed} passed, ${failed} failed` : "";
  return `${failed === 0 ? "ok    " : "FAILED"} ${name.padEnd(11)} ${seconds.toFixed(1).padStart(6)} s${counts}`;
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, each) => total + each, 0);
}

/** What was checked does not hold; the message says what and where. */
export class CheckFailed extends Error {
  /** @param {string} what @param {string[]} where */
  constructor(what, where = []) {
    super([what, ...where.map((each) => `  ${each}`)].join("\n"));
  }
}
