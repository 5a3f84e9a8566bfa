import { run } from "./command.mjs";

/**
 * Runs a task of every package, or of those that `--filter` names. One that fails does not stop those that do not need it.
 *
 * @param {string} task @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 */
export function turbo(task, args, options) {
  return run("turbo", ["run", task, "--continue=dependencies-successful", ...args], options);
}
