import { invalidArgument, parseArguments } from "../arguments.ts";
import type { Command, ExitCode } from "../command.ts";
import { runAll } from "./all.ts";
import { examine, isAsItShouldBe } from "./examine.ts";
import type { Lab } from "./lab.ts";
import { labs } from "./labs.ts";
import { showMenu } from "./menu.ts";
import { pageOn } from "./page.ts";

export const labCommand: Command = {
  usage: `pnpm demo lab
pnpm demo lab N
pnpm demo lab --all

  The attack laboratory: protocols that people copy from tutorials, the attack that breaks each, why, and the same attack
  on Countersign, with what stops it. All of it over real sockets of this machine, and nowhere else. In a terminal,
  "lab" lets you choose; elsewhere it lists what there is. N is the number or the name of one lab.

  --all  runs every lab, and says whether each naive protocol broke and each attack on ours failed; exit code 0 only then`,

  async run(args) {
    const options = { all: { type: "boolean", default: false } } as const;
    const { positionals, values } = parseArguments({ args: [...args], allowPositionals: true, options });
    const [wanted, ...more] = positionals;
    if (more.length > 0) throw invalidArgument(`One lab at a time, and not "${more[0]}" as well.`);
    if (values.all && wanted !== undefined) throw invalidArgument(`Either --all, or "${wanted}".`);
    if (values.all) return runAll(labs, (line) => console.log(line));
    if (wanted !== undefined) return runOne(labNamed(wanted));
    if (process.stdin.isTTY && process.stdout.isTTY) await showMenu(process.stdin, process.stdout, labs);
    else list();
    return 0;
  },
};

async function runOne(lab: Lab): Promise<ExitCode> {
  return isAsItShouldBe(await examine(lab, pageOn(process.stdout))) ? 0 : 1;
}

/** Throws UsageError. */
function labNamed(wanted: string): Lab {
  const lab = /^\d+$/.test(wanted) ? labs[Number(wanted) - 1] : labs.find(({ name }) => name === wanted);
  if (lab) return lab;
  throw invalidArgument(
    `There is no lab "${wanted}". Labs: 1 to ${labs.length}, or ${labs.map(({ name }) => name).join(", ")}.`,
  );
}

function list(): void {
  labs.forEach(({ name, title }, index) => {
    console.log(`${String(index + 1).padStart(2)}  ${name.padEnd(16)}${title}`);
  });
}
