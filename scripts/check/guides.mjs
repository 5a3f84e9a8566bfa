import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { read } from "./command.mjs";
import { examplesOf } from "./examples.mjs";
import { inProject } from "./project.mjs";
import { root } from "./root.mjs";
import { CheckFailed } from "./run-steps.mjs";

const docs = join(root, "docs");

/** Does what each `docs/writing-….md` tells its readers to do, in an empty project, and expects a passed exam. */
export async function checkGuides() {
  const guides = (await readdir(docs)).filter((name) => /^writing-.*[.]md$/.test(name)).sort();
  if (guides.length === 0) throw new CheckFailed("docs holds no guide: writing-….md");
  for (const guide of guides) {
    const { packages, files, prints } = examplesOf(await readFile(join(docs, guide), "utf8"));
    const promised = prints.get("test");
    if (promised === undefined) throw new CheckFailed(`${guide} does not say what its test prints`);
    await inProject(packages, (folder) => sitExam(folder, files, promised), files.get("package.json"));
    console.log(`${guide}: ${promised.trim().split("\n").join(", ")}`);
  }
}

/**
 * Writes a guide's files into a project and runs its tests.
 *
 * @param {string} folder
 * @param {Map<string, string>} files
 * @param {string} promised lines that the report has to have
 */
export async function sitExam(folder, files, promised) {
  for (const [name, text] of files) {
    if (name !== "package.json") await writeFile(join(folder, name), text);
  }
  const report = await read("node", ["--test", "--test-reporter=spec"], { cwd: folder, env: { FORCE_COLOR: "0" } });
  const printed = report.split("\n");
  const missing = promised.split("\n").filter((line) => !printed.includes(line));
  if (missing.length > 0) {
    throw new CheckFailed("The test should print", [...missing, "and printed", ...printed.slice(-12)]);
  }
}
