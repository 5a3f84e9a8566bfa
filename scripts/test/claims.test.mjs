import { expect, it } from "vitest";
import { examine } from "../check/claims.mjs";
import { inTree } from "./tree.mjs";

const one = `### Claim 1: nobody reads it

- Against: whoever is
  on the path.
- By: the AEAD.
- Spec: P-1 to P-2
- Tests:
  - \`core/test/packet/sealer.test.ts\`: it counts
`;

const whole = {
  "docs/spec/packets.md": "**P-1** A number is used once.\n\n**P-2** Another.\n",
  "docs/threat-model.md": `# Threat model\n\n## What is sent\n\n${one}\n## Not claimed\n\n- Anything of \`else/there.ts\`.\n`,
  "packages/core/test/packet/sealer.test.ts": "",
};

it("is content when every claim says all, and what it names exists", async () => {
  expect(await inTree(whole, examine)).toEqual({ claims: 1, problems: [] });
});

it.each(["Against", "By", "Spec", "Tests"])("reports a claim that does not say %s", async (field) => {
  const without = one.replace(`- ${field}:`, "- Else:");
  expect(await problems(without)).toEqual([`does not say "${field}:"`]);
});

it("reports a claim that says nothing behind a field, or names no file", async () => {
  expect(await problems(one.replace("the AEAD.", ""))).toEqual(['does not say "By:"']);
  expect(await problems(one.replace(/`.*`/, "some"))).toEqual(["names no test file"]);
});

it("reports a test file that does not exist", async () => {
  expect(await problems(one.replace("sealer.test.ts", "opener.test.ts"))).toEqual([
    "names packages/core/test/packet/opener.test.ts, which does not exist",
  ]);
});

it("reports a requirement that does not exist", async () => {
  expect(await problems(one.replace("P-2", "P-3"))).toEqual(["names P-3, which is no requirement of docs/spec"]);
});

it("reports a number that is given twice", async () => {
  const twice = { ...whole, "docs/threat-model.md": `${one}\n${one}` };
  expect((await inTree(twice, examine)).problems).toEqual([
    "docs/threat-model.md:10: the claim has a number that is taken",
  ]);
});

it("reports a claim without a number", async () => {
  expect(await problems(one.replace("Claim 1:", "Claim:"))).toEqual([
    "has no number: write `### Claim 7: what is claimed`",
  ]);
});

/** What is said of the one claim of a threat model. @param {string} claim */
async function problems(claim) {
  const { problems } = await inTree({ ...whole, "docs/threat-model.md": claim }, examine);
  return problems.map((problem) => problem.replace("docs/threat-model.md:1: the claim ", ""));
}
