import { invalidArgument } from "../arguments.ts";
import { cipherNames, defaultCipher } from "../ciphers.ts";
import type { Command } from "../command.ts";
import { defaultTransport, transportNames } from "../transports.ts";
import { add } from "./add.ts";
import { join } from "./client/join.ts";
import { defaultFolder } from "./folder.ts";
import { serve } from "./server/serve.ts";

const actions = { serve, add, join };

export const chatCommand: Command = {
  usage: `pnpm demo chat serve [--host HOST] [--port PORT] [--transport ${transportNames.join("|")}]
pnpm demo chat add NAME [--password]
pnpm demo chat join NAME [--address HOST:PORT] [--transport ${transportNames.join("|")}] [--server-key FILE]
                          [--key-file FILE | --password]

  A chat between terminals, for as many as like. Each has a name and a key for it, which "add" makes, or a password, and
  the server's public key. The server keeps all keys in a folder of its own; who joins from the folder's machine needs
  neither file.

  --host        where to listen (127.0.0.1); 0.0.0.0: at every address of the machine
  --port        where to listen (7000); 0: at any free port
  --address     where the server listens (127.0.0.1:7000)
  --server-key  the server's public key, which it wrote at its first start. Where there is none, the server is asked, you
                compare, and it is remembered
  --first-contact  ask the server although there is a public key in the folder
  --key-file    the key that "add" made for NAME. Or COUNTERSIGN_CHAT_KEY holds it, or you are asked for it
  --password    by a password instead, which you are asked for, or COUNTERSIGN_PASSWORD holds
  --password-file  the same, from a file
  --transport   ${transportNames.join(" or ")}, the same at both ends (${defaultTransport})
  --cipher      ${cipherNames.join(" or ")}, the same at both ends (${defaultCipher})
  --downloads   where files go that others send (downloads in the folder)
  --folder      where the server keeps its keys (${defaultFolder})`,

  async run([action, ...args]) {
    if (action !== undefined && Object.hasOwn(actions, action)) return actions[action as keyof typeof actions](args);
    const wanted = `It takes one of: ${Object.keys(actions).join(", ")}.`;
    throw invalidArgument(`"pnpm demo chat${action === undefined ? "" : ` ${action}`}" does nothing. ${wanted}`);
  },
};
