import { spawn } from "node:child_process";
import { CheckFailed } from "./run-steps.mjs";

/** How long a program of an example may take for anything, in milliseconds. */
const patience = 30_000;

/**
 * Starts a program whose output is compared with what a page promises. Its errors go where ours go.
 *
 * @param {string} file @param {string} cwd @param {Record<string, string>} env beside ours
 */
export function startProgram(file, cwd, env) {
  const child = spawn(process.execPath, [file], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    printed += chunk;
  });
  const exit = new Promise((resolve) => child.once("close", resolve));

  return {
    /** Resolves when all that the program printed so far is `text`. @param {string} text */
    async toPrint(text) {
      const deadline = Date.now() + patience;
      while (printed !== text) {
        if (child.exitCode !== null || !text.startsWith(printed) || Date.now() > deadline) {
          throw new CheckFailed(`${file} should print`, [...text.split("\n"), "and printed", ...printed.split("\n")]);
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    /** Resolves when the program exits with 0. */
    async toExit() {
      const late = AbortSignal.timeout(patience);
      await Promise.race([exit, new Promise((_, reject) => late.addEventListener("abort", reject))]).catch(() => {
        throw new CheckFailed(`${file} did not end within ${patience / 1000} s; it printed`, printed.split("\n"));
      });
      if (child.exitCode !== 0) throw new CheckFailed(`${file} exited with ${child.exitCode}`);
    },
    stop: () => child.kill(),
  };
}
