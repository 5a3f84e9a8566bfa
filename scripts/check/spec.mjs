import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { root } from "./root.mjs";
import { CheckFailed } from "./run-steps.mjs";

/** A requirement of docs/spec opens its paragraph, or its list item, with its number in bold: `**H-9** The server …`. */
const requirement = /^(?:[-*] )?\*\*([A-Z]+-\d+)\*\*/gm;

/** `spec: P-7`, or several: `spec: P-7, P-8`. Anything may follow. */
const citation = /\bspec: ([A-Z]+-\d+(?:, [A-Z]+-\d+)*)/g;

/** Meant as a citation, but no number is read from it: `spec: p-7`, `spec:P-7`, `spec: P7`. */
const misspelt = /\bspec:(?! [A-Z]+-\d+) ?[A-Za-z]{1,2}-?\d+/g;

/** The cases of an exam cite at the end of their titles: `"hides the plaintext (C-11)": async () => …`. */
const title = /\(([A-Z]+-\d+(?:, [A-Z]+-\d+)*)\)":/g;

/** The exams that core exports. */
const exams = /(^|\/)src\/conformance\//;

/** Citations in these count as tests: test files, and the exams that core exports. */
const tests = /(^|\/)(test|conformance)\//;

/** Fails when docs/spec, the code and the tests do not fit together. */
export async function checkSpec() {
  const { problems, requirements } = await compare(root);
  if (problems.length > 0) throw new CheckFailed("Specification, code and tests do not fit together:", problems);
  console.log(`${requirements} requirements, each with a test`);
}

/**
 * @param {string} workspace its root folder
 * @returns {Promise<{ problems: string[], requirements: number }>}
 */
export async function compare(workspace) {
  const defined = await requirements(workspace);
  const sources = await texts(workspace, ["packages", "apps"], ".ts");
  const examined = sources.filter(({ file }) => exams.test(file));
  const cited = [...marks(sources, citation), ...marks(examined, title)];
  const tested = new Set(cited.filter(({ file }) => tests.test(file)).map(({ id }) => id));
  const first = firstOfEach(defined, ({ id }) => id);
  const opener = firstOfEach(defined, ({ id }) => area(id));
  return {
    requirements: first.size,
    problems: [
      ...defined.filter((each) => first.get(each.id) !== each).map(at("is defined twice")),
      ...defined.filter(({ id, file }) => opener.get(area(id))?.file !== file).map(at("has a letter of another file")),
      ...[...first.values()].filter(({ id }) => !tested.has(id)).map(at("is cited by no test")),
      ...cited.filter(({ id }) => !first.has(id)).map(at("is no requirement of docs/spec")),
      ...marks(sources, misspelt).map(at("is no citation: write `spec: P-7`")),
    ],
  };
}

/** Where docs/spec numbers a requirement. @param {string} workspace its root folder */
export async function requirements(workspace) {
  return marks(await texts(workspace, ["docs/spec"], ".md"), requirement);
}

/** @typedef {{ id: string, file: string, line: number }} Mark */

/**
 * @param {{ file: string, text: string }[]} files
 * @param {RegExp} pattern its first group holds ids, separated by commas; without a group, the whole match is one
 * @returns {Mark[]}
 */
function marks(files, pattern) {
  return files.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const line = text.slice(0, match.index).split("\n").length;
      return (match[1] ?? match[0]).split(", ").map((id) => ({ id, file, line }));
    }),
  );
}

/** @param {Mark[]} all @param {(each: Mark) => string} key @returns {Map<string, Mark>} */
function firstOfEach(all, key) {
  const first = new Map();
  for (const each of all) if (!first.has(key(each))) first.set(key(each), each);
  return first;
}

/** @param {string} problem */
function at(problem) {
  return (/** @type {Mark} */ { id, file, line }) => `${file}:${line}: ${id} ${problem}`;
}

/** @param {string} id */
function area(id) {
  return id.slice(0, id.indexOf("-"));
}

/**
 * @param {string} workspace @param {string[]} folders @param {string} ending
 * @returns {Promise<{ file: string, text: string }[]>} in the order of their names, paths with slashes
 */
async function texts(workspace, folders, ending) {
  const found = await Promise.all(folders.map((folder) => walk(join(workspace, folder))));
  const files = found.flat().filter((file) => file.endsWith(ending));
  return Promise.all(
    files.sort().map(async (file) => ({
      file: relative(workspace, file).split(sep).join("/"),
      text: await readFile(file, "utf8"),
    })),
  );
}

/** @param {string} folder @returns {Promise<string[]>} files below it that are not built or installed */
async function walk(folder) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = entries.map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["node_modules", "dist"].includes(entry.name) ? [] : walk(path);
    return [path];
  });
  return (await Promise.all(found)).flat();
}
