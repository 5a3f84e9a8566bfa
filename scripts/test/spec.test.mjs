import { expect, it } from "vitest";
import { compare } from "../check/spec.mjs";
import { inTree } from "./tree.mjs";

const whole = {
  "docs/spec/README.md": "Cite a requirement as `spec: P-7`.",
  "docs/spec/packets.md":
    "# Packets\n\n**P-1** A number is used once.\n\n- **P-2** As an item.\n\nSee **P-1** above.\n",
  "packages/core/src/packet/sealer.ts": "// spec: P-1, a number is used once\n",
  "packages/core/test/sealer.test.ts": 'it("counts (spec: P-1)", () => {});\n',
  "packages/core/src/conformance/cipher.ts": "/** spec: P-2, P-1 */\n",
  "packages/core/dist/sealer.js": "// spec: Z-9\n",
  "packages/core/node_modules/other/test/a.test.ts": "// spec: Z-9\n",
};

it("is content when every requirement is cited by a test or an exam", async () => {
  expect(await problems(whole)).toEqual([]);
  expect((await check(whole)).requirements).toBe(2);
});

it("reports a requirement that only code cites", async () => {
  const { "packages/core/test/sealer.test.ts": _, ...untested } = whole;
  const files = { ...untested, "packages/core/src/conformance/cipher.ts": "// spec: P-2\n" };
  expect(await problems(files)).toEqual(["docs/spec/packets.md:3: P-1 is cited by no test"]);
});

it("reports a citation that points nowhere, in code and in tests", async () => {
  const files = {
    ...whole,
    "apps/demo/src/wire.ts": "\n// spec: P-3\n",
    "apps/demo/test/wire.test.ts": "// spec: P-2, P-4\n",
  };
  expect(await problems(files)).toEqual([
    "apps/demo/src/wire.ts:2: P-3 is no requirement of docs/spec",
    "apps/demo/test/wire.test.ts:1: P-4 is no requirement of docs/spec",
  ]);
});

it("takes the numbers at the end of an exam's titles for citations", async () => {
  const { "packages/core/src/conformance/cipher.ts": _, ...without } = whole;
  const titled = (/** @type {string} */ ids) => ({
    ...without,
    "packages/core/src/conformance/cipher.ts": `cases = { "seals in place (${ids})": async () => {} };\n`,
  });
  expect(await problems(titled("P-1, P-2"))).toEqual([]);
  expect(await problems(titled("P-2, P-3"))).toEqual([
    "packages/core/src/conformance/cipher.ts:1: P-3 is no requirement of docs/spec",
  ]);
});

it("reports a number that is given twice", async () => {
  const files = { ...whole, "docs/spec/packets.md": "**P-1** One.\n**P-2** Two.\n**P-1** Again.\n" };
  expect(await problems(files)).toEqual(["docs/spec/packets.md:3: P-1 is defined twice"]);
});

it("reports a letter that is used in two files", async () => {
  const files = {
    ...whole,
    "docs/spec/replay.md": "**P-9** Elsewhere.\n",
    "packages/core/test/replay.test.ts": "// spec: P-9\n",
  };
  expect(await problems(files)).toEqual(["docs/spec/replay.md:1: P-9 has a letter of another file"]);
});

it.each(["spec: p-1", "spec:P-1", "spec: P1"])("reports the misspelt citation %s", async (text) => {
  const files = { ...whole, "packages/core/test/other.test.ts": `// ${text}\n` };
  expect(await problems(files)).toEqual([
    `packages/core/test/other.test.ts:1: ${text} is no citation: write \`spec: P-7\``,
  ]);
});

it("takes a property called spec for no citation", async () => {
  const files = { ...whole, "packages/core/src/other.ts": "const a = { spec: value, other: { spec: 7 } };\n" };
  expect(await problems(files)).toEqual([]);
});

/** @param {Record<string, string>} files */
async function problems(files) {
  return (await check(files)).problems;
}

/** @param {Record<string, string>} files */
function check(files) {
  return inTree(files, compare);
}
