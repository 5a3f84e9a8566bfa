import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { run } from "./command.mjs";
import { CheckFailed } from "./run-steps.mjs";

/** Beside Node: what tests and the walkthrough drive, and the Debian packages that bring it. */
const programs = [
  { names: ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"], debian: "chromium" },
  { names: ["tshark"], debian: "tshark" },
  { names: ["tmux"], debian: "tmux" },
  { names: ["ssh-keygen"], debian: "openssh-client" },
  { names: ["openssl"], debian: "openssl" },
];

/**
 * Installs what is missing, on a Debian machine whose administrator we are. Elsewhere tests that need it are left out,
 * and say so.
 */
export async function installSystemPrograms() {
  const found = await Promise.all(programs.map(({ names }) => anyInstalled(names)));
  const missing = programs.filter((_, index) => !found[index]).map(({ debian }) => debian);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !(await anyInstalled(["apt-get"]))) {
    console.log(`Not installed, and not tested with: ${missing.join(", ")}`);
    return;
  }
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env });
  await run("apt-get", ["install", "-qq", "-y", "--no-install-recommends", ...missing], { env });
}

/** Rejects with CheckFailed where a program is missing. @param {string} name */
export async function requireSystemProgram(name) {
  if (await anyInstalled([name])) return;
  const { debian = name } = programs.find(({ names }) => names.includes(name)) ?? {};
  throw new CheckFailed(`This needs ${name}: install the package ${debian}, or what your system calls it.`);
}

/** @param {string[]} names */
async function anyInstalled(names) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const places = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const found = await Promise.all(places.map((place) => access(place, constants.X_OK).then(yes, no)));
  return found.includes(true);
}

const yes = () => true;
const no = () => false;
