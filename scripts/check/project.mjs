import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./command.mjs";
import { CheckFailed } from "./run-steps.mjs";
import { tarballs } from "./tarballs.mjs";

/**
 * Installs packed packages into an empty project outside of the workspace, hands its folder to `use` and removes it
 * afterwards.
 *
 * @template T
 * @param {string[]} names
 * @param {(folder: string) => Promise<T>} use
 * @param {string} manifest the package.json to begin with
 */
export async function inProject(names, use, manifest = JSON.stringify({ private: true })) {
  const packed = await tarballs();
  const files = names.map((name) => {
    const file = packed.get(name);
    if (!file) throw new CheckFailed(`${name} is no published package of this workspace`);
    return file;
  });
  const folder = await realpath(await mkdtemp(join(tmpdir(), "countersign-")));
  try {
    await writeFile(join(folder, "package.json"), manifest);
    await run("npm", ["install", "--no-audit", "--no-fund", ...files], { cwd: folder });
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @param {string} folder of a project @returns {Promise<string[]>} the names of all that npm installed there */
export async function installed(folder) {
  const lock = JSON.parse(await readFile(join(folder, "node_modules/.package-lock.json"), "utf8"));
  return Object.keys(lock.packages).map((path) =>
    path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
  );
}
