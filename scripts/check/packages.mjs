import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./command.mjs";
import { CheckFailed } from "./run-steps.mjs";
import { listing, tarballs } from "./tarballs.mjs";
import { publishedPackages } from "./workspace.mjs";

/** Looks at each package as its users will get it. */
export async function checkPackages() {
  const packed = await tarballs();
  const problems = [];
  for (const { name, path } of await publishedPackages()) {
    const { files } = await listing(/** @type {string} */ (packed.get(name)));
    const manifest = JSON.parse(await readFile(join(path, "package.json"), "utf8"));
    const found = [...strays(files.map((file) => file.path)), ...missingFields(manifest)];
    problems.push(...found.map((problem) => `${name}: ${problem}`));
  }
  if (problems.length > 0) throw new CheckFailed("These packages are not fit to be published:", problems);
  for (const tarball of packed.values()) {
    await run("publint", ["run", tarball, "--strict"]);
    await run("attw", [tarball, "--profile", "esm-only", "--format", "ascii", "--no-summary", "--no-emoji"]);
  }
}

/**
 * Tests, leftovers of the build, files of sources that are gone: nothing but code with its sources and maps is shipped.
 *
 * @param {string[]} files paths inside a package
 */
export function strays(files) {
  const sources = new Set(files.filter((file) => /^src\/.+(?<!\.test)\.ts$/.test(file)));
  const expected = (/** @type {string} */ file) => {
    const built = /^dist\/(.+?)\.(js|d\.ts)(\.map)?$/.exec(file);
    return built ? sources.has(`src/${built[1]}.ts`) : sources.has(file) || about.includes(file);
  };
  const missing = ["LICENSE", "README.md"].filter((file) => !files.includes(file));
  return [
    ...files.filter((file) => !expected(file)).map((file) => `${file} should not be shipped`),
    ...missing.map((file) => `${file} is missing`),
  ];
}

const about = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];

/** What the registry, npm and bundlers go by. @param {Record<string, any>} manifest @returns {string[]} */
export function missingFields(manifest) {
  /** @type {Record<string, any>} */
  const given = {
    ...manifest,
    "engines.node": manifest.engines?.node,
    "publishConfig.access": manifest.publishConfig?.access,
  };
  return fields.filter((field) => given[field] === undefined).map((field) => `package.json has no ${field}`);
}

const fields = [
  ...["description", "keywords", "license", "type", "engines.node", "exports", "files", "sideEffects"],
  "publishConfig.access",
];
