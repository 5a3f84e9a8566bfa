import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/**
 * Writes files into a new temporary folder, hands its path to `use` and removes it afterwards.
 *
 * @template T
 * @param {Record<string, string>} files contents by path
 * @param {(root: string) => T | Promise<T>} use
 * @returns {Promise<T>}
 */
export async function inTree(files, use) {
  const root = await realpath(await mkdtemp(join(tmpdir(), "countersign-")));
  try {
    for (const [name, contents] of Object.entries(files)) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), contents);
    }
    return await use(root);
  } finally {
    await rm(root, { recursive: true });
  }
}
