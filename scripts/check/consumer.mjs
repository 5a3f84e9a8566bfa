import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./command.mjs";
import { inProject } from "./project.mjs";
import { root } from "./root.mjs";
import { publishedPackages } from "./workspace.mjs";

/** Imports every entry of every package in a project that has nothing else, and type-checks that against what shipped. */
export async function checkConsumer() {
  const packages = await publishedPackages();
  const entries = (await Promise.all(packages.map(entriesOf))).flat();
  const source = entries.map((entry, n) => `import * as entry${n} from "${entry}";`).join("\n");
  const used = entries.map((_, n) => `entry${n}`).join(", ");
  await inProject(
    packages.map(({ name }) => name),
    async (folder) => {
      await writeFile(join(folder, "entries.mts"), `${source}\nexport const entries = [${used}];\n`);
      await run("tsc", typeCheck, { cwd: folder });
      await writeFile(join(folder, "entries.mjs"), `${source}\nconsole.log([${used}].length, "entries loaded");\n`);
      await run("node", ["entries.mjs"], { cwd: folder });
    },
  );
}

/** The strictest reading: declarations are checked too, so none may name a file that was not shipped. */
const typeCheck = [
  ...["entries.mts", "--noEmit", "--strict", "--skipLibCheck", "false"],
  ...["--target", "es2023", "--lib", "es2023,esnext.disposable", "--module", "nodenext"],
  ...["--types", "node", "--typeRoots", join(root, "node_modules/@types")],
];

/** @param {{ name: string, path: string }} aPackage @returns {Promise<string[]>} what its users can import */
async function entriesOf({ name, path }) {
  const { exports } = JSON.parse(await readFile(join(path, "package.json"), "utf8"));
  return Object.keys(exports)
    .filter((entry) => entry !== "./package.json")
    .map((entry) => `${name}${entry.slice(1)}`);
}
