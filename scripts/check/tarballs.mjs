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

async function pack() {
  const published = await publishedPackages();
  await turbo("build", "--output-logs=errors-only", ...published.map(({ name }) => `--filter=${name}`));
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
