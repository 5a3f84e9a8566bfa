import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "./check/root.mjs";

/**
 * Has ProVerif prove what stands in docs/spec/model, and refute what it says of the mutants; fails when a result is not
 * the one that stands beside its query. Arguments name the files to run, instead of all: `pnpm prove later.pv`. ProVerif
 * is `proverif` on the PATH, or what the environment variable PROVERIF says.
 */
const folder = join(root, "docs/spec/model");
const libraries = ["primitives.pvl", "protocol.pvl"];

/** @typedef {{ number: number, expected: string, what: string }} Query numbered in its file, `expected` true or false */
/**
 * @typedef {object} Mutant
 * @property {string} name what is wrong with it
 * @property {string} attack that ProVerif finds
 * @property {Record<string, string>} replace text in the model by other text
 * @property {Record<string, string>} [smaller] more of that: leaves less to the attacker, who is then found sooner
 * @property {string} run the file with the queries
 * @property {number[]} false the queries that no longer hold
 */
/** @typedef {Map<string, string>} Sources by the names of files */

const files = (await readdir(folder)).sort();
const sources = new Map(await Promise.all(files.map(read)));
const wanted = process.argv.slice(2);
let surprises = 0;

for (const name of files.filter((file) => file.endsWith(".pv") && isWanted(file))) {
  console.log(`\n${name}`);
  await prove(name, sources, queriesOf(text(sources, name)));
}
/** @type {Mutant[]} */
const mutants = JSON.parse(text(sources, "mutants.json"));
for (const mutant of mutants.filter(({ run }) => isWanted(run))) {
  console.log(`\n${mutant.run}, with ${mutant.name}: ${mutant.attack}`);
  const changed = reduced(mutated(mutant), mutant);
  const queries = queriesOf(text(changed, mutant.run));
  const ofInterest = queries.filter(({ number }) => mutant.false.includes(number));
  const expected = ofInterest.map((query) => ({ ...query, expected: "false" }));
  await prove(mutant.run, changed, queries, expected);
}
console.log(surprises === 0 ? "\nEvery result is as expected." : `\n${surprises} results are not as expected.`);
process.exitCode = surprises === 0 ? 0 : 1;

/**
 * Runs ProVerif, and compares its results with those expected.
 *
 * @param {string} name @param {Sources} model @param {Query[]} queries all that stand there, in order
 * @param {Query[]} expected those to compare
 */
async function prove(name, model, queries, expected = queries) {
  const start = performance.now();
  const results = await run(name, model);
  for (const { number, expected: should, what } of expected) {
    const result = results[queries.findIndex((query) => query.number === number)] ?? "no result";
    if (result !== should) surprises++;
    console.log(`  ${result === should ? "" : `NOT ${should.toUpperCase()}, but `}${result}: ${number}, ${what}`);
  }
  console.log(`  ${((performance.now() - start) / 1000).toFixed(0)} s`);
}

/** What ProVerif says of each query, in their order. @param {string} name @param {Sources} model */
async function run(name, model) {
  const place = await mkdtemp(join(tmpdir(), "countersign-model-"));
  try {
    for (const [file, contents] of model) await writeFile(join(place, file), contents);
    const options = [...libraries.flatMap((library) => ["-lib", join(place, library)]), join(place, name)];
    const program = process.env.PROVERIF ?? "proverif";
    const { stdout } = await promisify(execFile)(program, options, { maxBuffer: 2 ** 30 });
    return [...stdout.matchAll(/^RESULT .* (?:is (true|false)|cannot be proved)\.$/gm)].map(
      ([, is]) => is ?? "unknown",
    );
  } finally {
    await rm(place, { recursive: true });
  }
}

/** The model with the mutant's change, which has to fit. @param {Mutant} mutant @returns {Sources} */
function mutated({ name, replace, smaller }) {
  const replacements = Object.entries({ ...replace, ...smaller });
  const left = new Set(replacements.map(([from]) => from));
  const changed = [...sources].map(([file, contents]) => {
    if (file.endsWith(".json")) return /** @type {const} */ ([file, contents]);
    for (const [from, to] of replacements) {
      if (contents.includes(from)) left.delete(from);
      contents = contents.replaceAll(from, () => to);
    }
    return /** @type {const} */ ([file, contents]);
  });
  if (left.size > 0) throw new Error(`The mutant with ${name} changes what is not there: ${[...left].join(", ")}`);
  return new Map(changed);
}

/** Leaves out the declarations of queries that are of no interest, which saves time. @param {Sources} model @param {Mutant} mutant */
function reduced(model, { run: name, false: numbers }) {
  const declarations = text(model, name).replaceAll(/^query [\s\S]*?\.\n/gm, (declaration) =>
    queriesOf(declaration).some(({ number }) => numbers.includes(number)) ? declaration : "",
  );
  return new Map(model).set(name, declarations);
}

/** Each query has a comment before it: `(* 3 true: what is proved *)`. @param {string} contents @returns {Query[]} */
function queriesOf(contents) {
  return [...contents.matchAll(/\(\* (\d+) (true|false): ([\s\S]*?) \*\)/g)].map(([, number, expected, what]) => ({
    number: Number(number),
    expected: /** @type {string} */ (expected),
    what: /** @type {string} */ (what).replaceAll(/\s+/g, " "),
  }));
}

/** @param {string} file @returns {Promise<[string, string]>} */
async function read(file) {
  return [file, await readFile(join(folder, file), "utf8")];
}

/** @param {Sources} model @param {string} file */
function text(model, file) {
  const contents = model.get(file);
  if (contents === undefined) throw new Error(`docs/spec/model has no ${file}.`);
  return contents;
}

/** @param {string} file */
function isWanted(file) {
  return wanted.length === 0 || wanted.includes(file);
}
