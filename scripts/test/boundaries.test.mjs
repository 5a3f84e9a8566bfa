import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { untaggedPackages } from "../check/boundaries.mjs";
import { inTree } from "./tree.mjs";

const root = new URL("../../", import.meta.url);

describe("turbo boundaries with this workspace's tags", () => {
  it("lets transports, ciphers and authenticators use core, and applications use all", async () => {
    const report = await boundaries({
      core: { tag: "core" },
      tcp: { tag: "transport", uses: "@fixture/core" },
      hybrid: { tag: "cipher", uses: "@fixture/core" },
      scram: { tag: "authenticator", uses: "@fixture/core" },
      bench: { tag: "application", uses: "@fixture/tcp" },
      demo: { tag: "application", uses: "@fixture/scram" },
    });
    expect(report).toContain("no issues found");
  });

  it.each([
    ["core", "transport"],
    ["core", "application"],
    ["transport", "cipher"],
    ["transport", "authenticator"],
    ["cipher", "transport"],
    ["authenticator", "cipher"],
    ["transport", "application"],
    ["application", "application"],
  ])("stops a package tagged %s from using one tagged %s", async (from, to) => {
    const report = await boundaries({ upper: { tag: from, uses: "@fixture/lower" }, lower: { tag: to } });
    expect(report).toContain("found without any tag listed");
  });

  it("looks at devDependencies too", async () => {
    const report = await boundaries({
      tcp: { tag: "transport", testedWith: "@fixture/hybrid" },
      hybrid: { tag: "cipher" },
    });
    expect(report).toContain("found without any tag listed");
  });

  it("stops an import of a package that is no dependency", async () => {
    const report = await boundaries({ core: { tag: "core" }, tcp: { tag: "transport", imports: "@fixture/core" } });
    expect(report).toContain("is not a dependency");
  });

  it("stops an import that leaves the package by path", async () => {
    const report = await boundaries({
      core: { tag: "core" },
      tcp: { tag: "transport", imports: "../../core/src/index.ts" },
    });
    expect(report).toContain("leaves the package");
  });
});

it("names packages without a tag, with two, or with one that has no boundaries", async () => {
  const files = {
    "turbo.json": '{ "boundaries": { "tags": { "core": {}, "cipher": {} } } }',
    "tagged/turbo.json": '{ "tags": ["core"] }',
    "untagged/turbo.json": "{}",
    "unknown/turbo.json": '{ "tags": ["chipper"] }',
    "both/turbo.json": '{ "tags": ["core", "cipher"] }',
  };
  const found = await inTree(files, (folder) => {
    const names = ["tagged", "untagged", "unknown", "both", "without-file"];
    return untaggedPackages(
      names.map((name) => ({ name, path: `${folder}/${name}` })),
      folder,
    );
  });
  expect(found).toEqual(["untagged", "unknown", "both", "without-file"]);
});

/**
 * What turbo says about packages of the scope @fixture.
 *
 * @param {Record<string, { tag: string, uses?: string, testedWith?: string, imports?: string }>} packages by name;
 *   `uses` is declared and imported, `testedWith` a devDependency, `imports` not declared
 */
async function boundaries(packages) {
  /** @type {Record<string, string>} */
  const files = {
    "package.json": readFileSync(new URL("package.json", root), "utf8"),
    "pnpm-workspace.yaml": "packages:\n  - packages/*\n",
    "turbo.json": readFileSync(new URL("turbo.json", root), "utf8"),
  };
  for (const [name, { tag, uses, testedWith, imports }] of Object.entries(packages)) {
    files[`packages/${name}/package.json`] = JSON.stringify({
      name: `@fixture/${name}`,
      dependencies: uses && { [uses]: "workspace:*" },
      devDependencies: testedWith && { [testedWith]: "workspace:*" },
    });
    files[`packages/${name}/turbo.json`] = JSON.stringify({ extends: ["//"], tags: [tag] });
    files[`packages/${name}/src/index.ts`] = `export * from "${uses ?? imports ?? "node:net"}";`;
  }
  const bin = fileURLToPath(new URL("node_modules/turbo/bin/turbo", root));
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1" };
  return inTree(files, (cwd) => {
    const { stdout, stderr } = spawnSync(process.execPath, [bin, "boundaries"], { cwd, env, encoding: "utf8" });
    return stdout + stderr;
  });
}
