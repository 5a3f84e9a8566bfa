import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./root.mjs";
import { CheckFailed } from "./run-steps.mjs";
import { requirements } from "./spec.mjs";

const document = "docs/threat-model.md";

/** What every claim says, each as an item of one list. */
const fields = ["Against", "By", "Spec", "Tests"];

/**
 * @typedef {object} Claim from its heading to the next one
 * @property {string | undefined} number none when the heading is not that of a claim
 * @property {number} line
 * @property {string} text
 */

/** Fails when a claim of the threat model leaves out what it rests on, or names what does not exist. */
export async function checkClaims() {
  const { problems, claims } = await examine(root);
  if (problems.length > 0) throw new CheckFailed("The threat model does not hold together:", problems);
  console.log(`${claims} claims, each with tests that exist`);
}

/**
 * @param {string} workspace its root folder
 * @returns {Promise<{ problems: string[], claims: number }>}
 */
export async function examine(workspace) {
  const claims = claimsOf(await readFile(join(workspace, document), "utf8"));
  const known = new Set((await requirements(workspace)).map(({ id }) => id));
  const found = await Promise.all(
    claims.map(async (claim, index) => {
      const before = claims.slice(0, index).map(({ number }) => number);
      const problems = [
        ...(claim.number ? [] : ["has no number: write `### Claim 7: what is claimed`"]),
        ...(claim.number && before.includes(claim.number) ? ["has a number that is taken"] : []),
        ...unsaid(claim).map((field) => `does not say "${field}:"`),
        ...cited(claim)
          .filter((id) => !known.has(id))
          .map((id) => `names ${id}, which is no requirement of docs/spec`),
        ...(tests(claim).length === 0 ? ["names no test file"] : []),
        ...(await missing(workspace, tests(claim))).map((file) => `names packages/${file}, which does not exist`),
      ];
      return problems.map((problem) => `${document}:${claim.line}: the claim ${problem}`);
    }),
  );
  return { claims: claims.length, problems: found.flat() };
}

/** @param {string} text @returns {Claim[]} */
function claimsOf(text) {
  return [...text.matchAll(/^### (?:Claim (\d+): )?.*\n((?:(?!#).*\n)*)/gm)].map((match) => ({
    number: match[1],
    line: text.slice(0, match.index).split("\n").length,
    text: /** @type {string} */ (match[2]),
  }));
}

/** @param {Claim} claim */
function unsaid({ text }) {
  return fields.filter((field) => !new RegExp(`^- ${field}:(?: |\\n {2}- )\\S`, "m").test(text));
}

/** @param {Claim} claim */
function cited({ text }) {
  return [...text.matchAll(/\b[A-Z]-\d+\b/g)].map(([id]) => id);
}

/** The files that it names. @param {Claim} claim */
function tests({ text }) {
  return [...text.matchAll(/`([^`\s]+\/[^`\s]+\.ts)`/g)].map(([, file]) => /** @type {string} */ (file));
}

/** Those that are not below packages. @param {string} workspace @param {string[]} files */
async function missing(workspace, files) {
  const there = await Promise.all(files.map((file) => exists(join(workspace, "packages", file))));
  return files.filter((_, index) => !there[index]);
}

/** @param {string} path */
function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
