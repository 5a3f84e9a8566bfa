import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { budgets } from "./budgets.mjs";
import { examplesOf } from "./examples.mjs";
import { inProject } from "./project.mjs";
import { root } from "./root.mjs";
import { CheckFailed } from "./run-steps.mjs";
import { listing, tarballs } from "./tarballs.mjs";

/** @typedef {Record<string, Record<string, number>>} Sizes bytes by what has them, and by what kind of size it is */

/** Weighs every tarball, and the README's two programs as a bundler makes one file of them. */
export async function checkSizes() {
  /** @type {Sizes} */
  const sizes = {};
  for (const [name, tarball] of await tarballs()) {
    const { size, unpackedSize } = await listing(tarball);
    sizes[name] = { packed: size, unpacked: unpackedSize };
  }
  sizes["quick start"] = await quickStart();
  for (const [name, kinds] of Object.entries(sizes)) {
    for (const [kind, bytes] of Object.entries(kinds)) {
      const budget = budgets[name]?.[kind];
      console.log(`${name}, ${kind}: ${bytes} of ${budget} bytes`);
    }
  }
  const problems = overruns(sizes, budgets);
  if (problems.length > 0) throw new CheckFailed("Mend these, or change scripts/check/budgets.mjs:", problems);
}

/**
 * @param {Sizes} sizes
 * @param {Readonly<Record<string, Readonly<Record<string, number>>>>} allowed
 * @returns {string[]} sizes over their budget, sizes without one, and budgets of nothing
 */
export function overruns(sizes, allowed) {
  const each = (/** @type {Readonly<Record<string, Readonly<Record<string, number>>>>} */ table) =>
    Object.entries(table).flatMap(([name, kinds]) => Object.keys(kinds).map((kind) => ({ name, kind })));
  const problems = [];
  for (const { name, kind } of each(sizes)) {
    const [bytes, budget] = [sizes[name]?.[kind] ?? 0, allowed[name]?.[kind]];
    if (budget === undefined) problems.push(`${name}, ${kind}: has no budget`);
    else if (bytes > budget) problems.push(`${name}, ${kind}: ${bytes} bytes are ${bytes - budget} over the budget`);
  }
  const ofNothing = each(allowed).filter(({ name, kind }) => sizes[name]?.[kind] === undefined);
  return [...problems, ...ofNothing.map(({ name, kind }) => `${name}, ${kind}: has a budget and no size`)];
}

async function quickStart() {
  const { packages, files } = examplesOf(await readFile(join(root, "README.md"), "utf8"));
  return inProject(packages, async (folder) => {
    for (const [name, text] of files) await writeFile(join(folder, name), text);
    const entry = join(folder, "both.mjs");
    await writeFile(entry, [...files.keys()].map((name) => `await import("./${name}");`).join("\n"));
    const bundle = await rolldown({ input: entry, platform: "node" });
    const { output } = await bundle.generate({ format: "esm", minify: true, codeSplitting: false });
    const code = output.map((part) => (part.type === "chunk" ? part.code : "")).join("");
    return { minified: Buffer.byteLength(code), gzipped: gzipSync(code).length };
  });
}
