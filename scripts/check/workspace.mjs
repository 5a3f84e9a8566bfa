import { join } from "node:path";
import { read } from "./command.mjs";
import { root } from "./root.mjs";

/**
 * @typedef {object} Package
 * @property {string} name
 * @property {string} path
 * @property {boolean} private
 */

/** Every package of the workspace, the root left out. @returns {Promise<Package[]>} */
export async function packages() {
  /** @type {{ name: string, path: string, private?: boolean }[]} */
  const listed = JSON.parse(await read("pnpm", ["list", "--recursive", "--depth", "-1", "--json"]));
  return listed
    .filter((each) => join(each.path, "/") !== root)
    .map((each) => ({ name: each.name, path: each.path, private: each.private ?? false }));
}

/** Those that go to the registry. */
export async function publishedPackages() {
  return (await packages()).filter((each) => !each.private);
}
