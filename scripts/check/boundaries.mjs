import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./command.mjs";
import { root } from "./root.mjs";
import { CheckFailed } from "./run-steps.mjs";
import { packages } from "./workspace.mjs";

/** Turbo enforces the tags, but says nothing about a package that has none. */
export async function checkBoundaries() {
  const untagged = await untaggedPackages(await packages(), root);
  if (untagged.length > 0) {
    throw new CheckFailed("The turbo.json of a package has one tag of those in the workspace's turbo.json:", untagged);
  }
  await run("turbo", ["boundaries"]);
}

/**
 * @param {{ name: string, path: string }[]} all
 * @param {string} workspace its root folder
 * @returns {Promise<string[]>} names of packages that no boundary holds for
 */
export async function untaggedPackages(all, workspace) {
  const known = Object.keys((await json(join(workspace, "turbo.json"))).boundaries.tags);
  const tags = await Promise.all(all.map(async ({ path }) => (await json(join(path, "turbo.json"))).tags ?? []));
  return all.filter((_, index) => tags[index].length !== 1 || !known.includes(tags[index][0])).map((each) => each.name);
}

/** @param {string} file @returns {Promise<any>} its contents; an empty object when there is no such file */
async function json(file) {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return {};
    throw error;
  }
}
