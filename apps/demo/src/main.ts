#!/usr/bin/env node
import { CountersignError, UsageError } from "@countersign/core";
import { invalidArgument } from "./arguments.ts";
import { chatCommand } from "./chat/command.ts";
import type { Command } from "./command.ts";
import { doctorCommand } from "./doctor/command.ts";
import { echoCommand } from "./echo/command.ts";
import { labCommand } from "./lab/command.ts";
import { wireCommand } from "./wire/command.ts";

const commands: Readonly<Record<string, Command>> = {
  wire: wireCommand,
  echo: echoCommand,
  chat: chatCommand,
  lab: labCommand,
  doctor: doctorCommand,
};

// Who reads what we print may have seen enough: pnpm demo doctor | head -1
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof CountersignError)) throw error;
  const isMisuse = error instanceof UsageError;
  console.error(isMisuse ? `${error.message}\nSee pnpm demo --help.` : `${error.message} (${error.code})`);
  process.exitCode = isMisuse ? 2 : 1;
}

async function run([name = "wire", ...args]: readonly string[]): Promise<number> {
  if (isHelp(name)) return help(Object.values(commands));
  if (name.startsWith("-")) return run(["wire", name, ...args]);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw invalidArgument(`There is no demo "${name}". Demos: ${Object.keys(commands).join(", ")}.`);
  return args.some(isHelp) ? help([command]) : command.run(args);
}

function isHelp(argument: string): boolean {
  return argument === "--help" || argument === "-h";
}

function help(about: readonly Command[]): 0 {
  console.log(about.map(({ usage }) => usage).join("\n\n"));
  return 0;
}
