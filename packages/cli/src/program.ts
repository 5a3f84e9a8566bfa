import { readFileSync } from "node:fs";
import { Command } from "commander";
import { connectCommand } from "./commands/connect.ts";
import { fingerprintCommand } from "./commands/fingerprint.ts";
import { inspectCommand } from "./commands/inspect.ts";
import { keygenCommand } from "./commands/keygen.ts";
import { secretCommand } from "./commands/secret.ts";
import { serveCommand } from "./commands/serve.ts";
import { userCommand } from "./commands/user.ts";

/** The command `countersign` with all that it can do. */
export function program(): Command {
  const commands = [
    keygenCommand(),
    fingerprintCommand(),
    inspectCommand(),
    secretCommand(),
    userCommand(),
    serveCommand(),
    connectCommand(),
  ];
  const top = new Command("countersign")
    .description("Authenticated, encrypted sessions between two processes: keys, users, and a netcat that is safe.")
    .version(version())
    .showHelpAfterError("(countersign COMMAND --help says more)")
    .addHelpText("after", secrets);
  for (const command of commands) top.addCommand(withoutExit(command));
  return withoutExit(top);
}

function version(): string {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}

/** Errors are thrown, so that the exit code is ours: 2 for arguments that make no sense. */
function withoutExit(command: Command): Command {
  command.exitOverride().configureHelp({ showGlobalOptions: false });
  for (const child of command.commands) withoutExit(child);
  return command;
}

const secrets = `
No secret is ever an argument: everyone on the machine could read it in the list of processes. Secrets come from files,
from the environment, or are asked for in the terminal.

Exit code: 0 it went well, 1 it failed (refused, cut off, not reachable), 2 the arguments or files make no sense.`;
