import { cipherNamed, invalidArgument, parseArguments } from "../arguments.ts";
import { cipherNames } from "../ciphers.ts";
import type { Command } from "../command.ts";
import { echo } from "./echo.ts";

export const echoCommand: Command = {
  usage: `pnpm demo echo [--cipher ${cipherNames.join("|")}]

  An upper-case echo server over TCP, and three clients: one with the right key, one with a wrong key, and one that
  does not know the protocol.`,

  async run(args) {
    const options = { cipher: { type: "string", default: "hybrid" } } as const;
    const { positionals, values } = parseArguments({ args: [...args], allowPositionals: true, options });
    if (positionals.length > 0) throw invalidArgument(`The echo takes no "${positionals[0]}".`);
    await echo(cipherNamed(values.cipher));
    return 0;
  },
};
