import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { root } from "./root.mjs";
import { CheckFailed } from "./run-steps.mjs";

/** No tool may hang the check: the tally has to come. */
const timeoutMs = 25 * 60_000;

/**
 * Runs a tool of this workspace. Its output goes where ours goes.
 *
 * @param {string} command @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>} rejects with CheckFailed unless it exits with 0 in time
 */
export async function run(command, args, options = {}) {
  const child = start(command, args, { ...options, stdio: ["ignore", "inherit", "inherit"] });
  await ended(child, command, args);
}

/**
 * As `run`, but resolves with what the tool wrote to its standard output.
 *
 * @param {string} command @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>}
 */
export async function read(command, args, options = {}) {
  const child = start(command, args, { ...options, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk) => {
    output += chunk;
  });
  try {
    await ended(child, command, args);
  } catch (error) {
    console.log(output);
    throw error;
  }
  return output;
}

/** @param {string} command @param {string[]} args @param {import("node:child_process").SpawnOptions} options */
function start(command, args, { cwd = root, env, stdio }) {
  const path = [
    join(root, "node_modules/.bin"),
    join(root, "scripts/node_modules/.bin"),
    env?.PATH ?? process.env.PATH,
  ];
  return spawn(command, args, {
    cwd,
    stdio: stdio ?? "inherit",
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", ...env, PATH: path.join(delimiter) },
    // Not `timeout`: its timer would outlive a tool that could not be started.
    signal: AbortSignal.timeout(timeoutMs),
    shell: process.platform === "win32", // tools are .cmd files there
  });
}

/** @param {import("node:child_process").ChildProcess} child @param {string} command @param {string[]} args */
function ended(child, command, args) {
  const line = [command, ...args].join(" ");
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      const why = error.name === "AbortError" ? `was ended after ${timeoutMs / 60_000} minutes` : error.message;
      reject(new CheckFailed(`${line}: ${why}`));
    });
    child.once("close", (code, signal) => {
      if (code === 0) resolve(undefined);
      else reject(new CheckFailed(signal ? `${line} was ended by ${signal}` : `${line} exited with ${code}`));
    });
  });
}
