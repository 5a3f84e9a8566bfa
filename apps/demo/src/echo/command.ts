import { cipherNamed, invalidArgument, parseArguments, transportNamed } from "../arguments.ts";
import { cipherNames, defaultCipher } from "../ciphers.ts";
import type { Command } from "../command.ts";
import { defaultTransport, transportNames } from "../transports.ts";
import { echo } from "./echo.ts";

export const echoCommand: Command = {
  usage: `pnpm demo echo [--transport ${transportNames.join("|")}] [--cipher ${cipherNames.join("|")}]

  An upper-case echo server, and three clients: one with the right key, one with a wrong key, and one that does not
  know the protocol. Over TCP, unless UDP is asked for.`,

  async run(args) {
    const options = {
      transport: { type: "string", default: defaultTransport },
      cipher: { type: "string", default: defaultCipher },
    } as const;
    const { positionals, values } = parseArguments({ args: [...args], allowPositionals: true, options });
    if (positionals.length > 0) throw invalidArgument(`The echo takes no "${positionals[0]}".`);
    await echo(transportNamed(values.transport), cipherNamed(values.cipher));
    return 0;
  },
};
