import { execFile } from "node:child_process";
import { randomInt } from "node:crypto";
import { promisify } from "node:util";
import { root } from "./root.mjs";

/**
 * The seed of all tests of a check: SEED, or a number made of what git has checked out. So one state of the project is
 * judged alike wherever and whenever it is checked, and the next state by other inputs. Without git it is drawn.
 *
 * @param {string} [folder] @returns {Promise<number>} of 31 bits
 */
export async function seedOfTree(folder = root) {
  if (process.env.SEED !== undefined) return Number(process.env.SEED);
  try {
    const { stdout: tree } = await promisify(execFile)("git", ["rev-parse", "HEAD^{tree}"], { cwd: folder });
    return Number.parseInt(tree.slice(0, 8), 16) >>> 1;
  } catch {
    return randomInt(2 ** 31);
  }
}
