import { spawn } from "node:child_process";
import { once } from "node:events";
import { invalidArgument, parseArguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { startPageServer } from "./serve/page-server.ts";

export const wireCommand: Command = {
  usage: `pnpm demo [wire] [--port PORT] [--open]

  A page that shows a session at work: a client, a server, and what an eavesdropper sees between them. Attack it as you
  like. The page is served to this machine only, at an address that is printed; --open opens it. Ctrl-C ends it.`,

  async run(args) {
    const options = { port: { type: "string", default: "0" }, open: { type: "boolean", default: false } } as const;
    const { positionals, values } = parseArguments({ args: [...args], allowPositionals: true, options });
    if (positionals.length > 0) throw invalidArgument(`The wire takes no "${positionals[0]}".`);
    const ended = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
    await using server = await startPageServer(portNumber(values.port));
    console.log(`The wire is at ${server.url}\nCtrl-C ends it.`);
    if (values.open) openInBrowser(server.url);
    await ended;
    // A second time means: now, whatever is being opened.
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
    return 0;
  },
};

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port < 65_536) return port;
  throw invalidArgument(`"${text}" is no port: a number from 0 to 65535.`);
}

/** As the system does it. When it cannot, the address stands there anyway. */
function openInBrowser(url: string): void {
  const [command, ...args] = openers[process.platform] ?? ["xdg-open"];
  const child = spawn(command as string, [...args, url], { stdio: "ignore", detached: true });
  child.on("error", () => console.log("No browser could be opened: follow the address."));
  child.unref();
}

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ["open"],
  win32: ["explorer"],
};
