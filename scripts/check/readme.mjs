import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { examplesOf } from "./examples.mjs";
import { freePort } from "./free-port.mjs";
import { startProgram } from "./program.mjs";
import { inProject, installed } from "./project.mjs";
import { root } from "./root.mjs";
import { CheckFailed } from "./run-steps.mjs";

const address = "127.0.0.1:7000";

/** Does what the README tells its readers to do, in an empty project, and expects what it promises. */
export async function checkReadme() {
  const { packages, files, prints } = examplesOf(await readFile(join(root, "README.md"), "utf8"));
  await inProject(packages, async (folder) => {
    const strangers = (await installed(folder)).filter((name) => !packages.includes(name));
    if (strangers.length > 0) throw new CheckFailed("The packages of the README bring others with them:", strangers);
    await runPair(folder, files, prints);
  });
}

/**
 * Runs server.mjs, and client.mjs against it, at a port that is free instead of the README's.
 *
 * @param {string} folder
 * @param {Map<string, string>} files the programs
 * @param {Map<string, string>} prints what each has to print
 */
export async function runPair(folder, files, prints) {
  const free = `127.0.0.1:${await freePort()}`;
  const text = (/** @type {Map<string, string>} */ from, /** @type {string} */ name) => {
    const found = from.get(name);
    if (found === undefined) throw new CheckFailed(`README.md marks no block for ${name}`);
    return found.replaceAll(address, free);
  };
  for (const name of ["server.mjs", "client.mjs"]) await writeFile(join(folder, name), text(files, name));

  const promised = text(prints, "server.mjs");
  const env = { ALICE_KEY: randomBytes(32).toString("base64url") };
  const server = startProgram("server.mjs", folder, env);
  try {
    await server.toPrint(promised.slice(0, promised.indexOf("\n") + 1));
    const client = startProgram("client.mjs", folder, env);
    try {
      await client.toExit();
      await client.toPrint(text(prints, "client.mjs"));
    } finally {
      client.stop();
    }
    await server.toPrint(promised);
  } finally {
    server.stop();
  }
}
