import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "./free-port.mjs";
import { inProject } from "./project.mjs";
import { root } from "./root.mjs";
import { CheckFailed } from "./run-steps.mjs";
import { installSystemPrograms, requireSystemProgram } from "./system-program.mjs";
import { openTerminals } from "./terminals.mjs";
import { publishedPackages } from "./workspace.mjs";

const address = "127.0.0.1:7000";
const page = "docs/command-line.md";

/** Types what the page about the command shows into real terminals, with the packages as users get them. */
export async function checkWalkthrough() {
  await installSystemPrograms();
  await requireSystemProgram("tmux");
  const text = await readFile(join(root, page), "utf8");
  const moments = momentsOf(text.replaceAll(address, `127.0.0.1:${await freePort()}`));
  if (moments.length === 0) throw new CheckFailed(`${page} marks no terminal`);
  const packages = (await publishedPackages()).map(({ name }) => name);
  await inProject(packages, async (folder) => {
    const home = join(folder, "home");
    await mkdir(home);
    const path = `${join(folder, "node_modules/.bin")}:${process.env.PATH}`;
    const terminals = openTerminals(folder, { HOME: home, PATH: path, TERM: "xterm", LANG: "C.UTF-8" });
    try {
      for (const moment of moments) await live(terminals, moment);
    } finally {
      await terminals.close();
    }
  });
  console.log(`${page}: ${moments.length} moments in real terminals, as the page has them`);
}

/**
 * What is typed into a terminal, and what has to be seen in it.
 *
 * @typedef {{ terminal: string, command: string } | { terminal: string, answer: string } | { terminal: string, shows: string } | { terminal: string, interrupts: true }} Moment
 */

/**
 * Blocks behind `<!-- terminal: name -->`, line by line: behind "$ " stands a command, between ⟨ and ⟩ an answer, "^C" is
 * what it looks like, and everything else has to appear, where "…" is anything.
 *
 * @param {string} markdown @returns {Moment[]}
 */
export function momentsOf(markdown) {
  const blocks = [...markdown.matchAll(/<!-- terminal: (\S+) -->\n+```\w*\n([\s\S]*?)```$/gm)];
  return blocks.flatMap(([, terminal = "", text = ""]) =>
    text
      .split("\n")
      .filter((line) => line !== "")
      .flatMap((line) => momentsIn(terminal, line)),
  );
}

/** @param {string} terminal @param {string} line @returns {Moment[]} */
function momentsIn(terminal, line) {
  if (line === "^C") return [{ terminal, interrupts: true }];
  const command = /^\$ (.*)$/.exec(line);
  if (command) return [{ terminal, command: command[1] ?? "" }];
  const answer = /^(.*?)⟨(.*)⟩$/.exec(line);
  if (answer) return [...(answer[1] ? [{ terminal, shows: answer[1] }] : []), { terminal, answer: answer[2] ?? "" }];
  return [{ terminal, shows: line }];
}

/** @param {ReturnType<typeof openTerminals>} terminals @param {Moment} moment */
async function live(terminals, moment) {
  await terminals.open(moment.terminal);
  if ("command" in moment) await terminals.command(moment.terminal, moment.command);
  else if ("answer" in moment) await terminals.answer(moment.terminal, moment.answer);
  else if ("shows" in moment) await terminals.toShow(moment.terminal, moment.shows);
  else await terminals.interrupt(moment.terminal);
}
