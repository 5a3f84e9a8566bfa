import { CountersignError, connect, type Session, sharedKey, UsageError } from "@countersign/core";
import { cipherNamed, parseArguments, transportNamed } from "../../arguments.ts";
import { ciphers, defaultCipher } from "../../ciphers.ts";
import type { ExitCode } from "../../command.ts";
import { defaultTransport, transports } from "../../transports.ts";
import { ChatFolder, defaultFolder } from "../folder.ts";
import { limits } from "../limits.ts";
import { onlyName } from "../name.ts";
import { application } from "../protocol.ts";
import { Conversation } from "./conversation.ts";
import { findKey } from "./find-key.ts";
import { openScreen } from "./screen.ts";
import { whyEnded, whyNot } from "./words.ts";

/** Joins a chat, and resolves when it is over. */
export async function join(args: readonly string[]): Promise<ExitCode> {
  const { positionals, values } = parseArguments({ args: [...args], allowPositionals: true, options });
  const name = onlyName(positionals);
  const transport = transports[transportNamed(values.transport)]();
  const cipherName = cipherNamed(values.cipher);
  const folder = new ChatFolder(values.folder);
  const cipher = await ciphers[cipherName]();
  const server = await cipher.loadPublicKey(values["server-key"] ?? folder.publicKeyFile(cipherName));
  const authenticate = sharedKey(name, await findKey(name, values["key-file"], folder));
  let explain = whyNot;
  try {
    const { address } = values;
    const session = await connect({ transport, address, cipher, server, application, authenticate, limits });
    explain = whyEnded;
    await converse(session, name, `${cipherName} over ${transport.name}`);
    return 0;
  } catch (error) {
    if (!(error instanceof CountersignError) || error instanceof UsageError) throw error;
    console.error(explain(error));
    return 1;
  }
}

const options = {
  address: { type: "string", default: "127.0.0.1:7000" },
  "server-key": { type: "string" },
  "key-file": { type: "string" },
  transport: { type: "string", default: defaultTransport },
  cipher: { type: "string", default: defaultCipher },
  folder: { type: "string", default: defaultFolder },
} as const;

async function converse(session: Session, name: string, means: string): Promise<void> {
  const screen = openScreen(process.stdin, process.stdout, name);
  const conversation = new Conversation(session, screen, means);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => conversation.leave());
  await conversation.run();
}
