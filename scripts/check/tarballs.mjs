import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { read } from "./command.mjs";
import { root } from "./root.mjs";
import { turbo } from "./turbo.mjs";
import { publishedPackages } from "./workspace.mjs";

const folder = join(root, ".reports/tarballs");

/** @type {Promise<Map<string, string>> | undefined} */
let packed;

/** What the registry would get, packed once a run: the tarball's path by the package's name. */
export function tarballs() {
  packed ??= pack();
  return packed;
}

/**
 * What npm says of a tarball.
 *
 * @param {string} tarball
 * @returns {Promise<{ size: number, unpackedSize: number, files: { path: string }[] }>} sizes in bytes
 */
export async function listing(tarball) {
  return JSON.parse(await read("npm", ["pack", "--dry-run", "--json", tarball]))[0];
}

async function pack() {
  const published = await publishedPackages();
  // Files of sources that are gone would be packed too.
  await Promise.all(published.map(({ path }) => rm(join(path, "dist"), { recursive: true, force: true })));
  const filters = published.map(({ name }) => `--filter=${name}`);
  await turbo("build", ["--force", "--output-logs=errors-only", ...filters]);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  /** @type {Map<string, string>} */
  const paths = new Map();
  for (const { name, path } of published) {
    const output = await read("pnpm", ["pack", "--json", "--pack-destination", folder], { cwd: path });
    paths.set(name, resolve(folder, JSON.parse(output).filename));
  }
  return paths;
}
