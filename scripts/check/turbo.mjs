import { run } from "./command.mjs";

/**
 * Runs a task of every package, or of those that `--filter` names. One that fails does not stop those that do not need it.
 *
 * @param {string} task @param {string[]} options
 */
export function turbo(task, ...options) {
  return run("turbo", ["run", task, "--continue=dependencies-successful", ...options]);
}
