import { password } from "@countersign/auth-scram";
import { type Authenticator, CountersignError, connect, type Session, sharedKey, UsageError } from "@countersign/core";
import { cipherNamed, invalidArgument, parseArguments, transportNamed } from "../../arguments.ts";
import { ciphers, defaultCipher } from "../../ciphers.ts";
import type { ExitCode } from "../../command.ts";
import { defaultTransport, transports } from "../../transports.ts";
import { ChatFolder, defaultFolder } from "../folder.ts";
import { limits } from "../limits.ts";
import { onlyName } from "../name.ts";
import {
  findPassword,
  type PasswordValues,
  passwordOptions,
  refusePasswordArgument,
  wantsPassword,
} from "../password.ts";
import { application } from "../protocol.ts";
import { Conversation, type ConversationOptions } from "./conversation.ts";
import { findKey } from "./find-key.ts";
import { openScreen } from "./screen.ts";
import { serverKey } from "./server-key.ts";
import { whyEnded, whyNot } from "./words.ts";

/** Joins a chat, and resolves when it is over. */
export async function join(args: readonly string[]): Promise<ExitCode> {
  const { positionals, values } = parseArguments({ args: [...args], allowPositionals: true, options });
  refusePasswordArgument(values, positionals);
  const name = onlyName(positionals);
  const transport = transports[transportNamed(values.transport)]();
  const cipherName = cipherNamed(values.cipher);
  const folder = new ChatFolder(values.folder);
  const cipher = await ciphers[cipherName]();
  const server = await serverKey(values, cipher, cipherName, folder);
  const authenticate = await proofOf(name, values, folder);
  const means = `${cipherName} over ${transport.name}`;
  let explain = whyNot;
  const dial = async (signal?: AbortSignal) => {
    explain = whyNot;
    const { address } = values;
    const session = await connect({ transport, address, cipher, server, application, authenticate, limits, signal });
    explain = whyEnded;
    return session;
  };
  try {
    const first = await dial();
    const screen = openScreen(process.stdin, process.stdout, name);
    return await converse(first, { screen, means, downloads: values.downloads ?? folder.downloads, dial });
  } catch (error) {
    if (!(error instanceof CountersignError) || error instanceof UsageError) throw error;
    console.error(explain(error));
    return 1;
  }
}

const options = {
  ...passwordOptions,
  address: { type: "string", default: "127.0.0.1:7000" },
  "server-key": { type: "string" },
  "first-contact": { type: "boolean", default: false },
  "key-file": { type: "string" },
  downloads: { type: "string" },
  transport: { type: "string", default: defaultTransport },
  cipher: { type: "string", default: defaultCipher },
  folder: { type: "string", default: defaultFolder },
} as const;

interface ProofValues extends PasswordValues {
  readonly "key-file"?: string | undefined;
}

/** What `name` proves itself by. */
async function proofOf(name: string, values: ProofValues, folder: ChatFolder): Promise<Authenticator<"client">> {
  const { "key-file": keyFile, "password-file": passwordFile } = values;
  if (!wantsPassword(values)) return sharedKey(name, await findKey(name, keyFile, folder));
  if (keyFile !== undefined) throw invalidArgument("One of both is enough: --key-file, or a password.");
  return password(name, await findPassword(name, passwordFile));
}

async function converse(first: Session, options: ConversationOptions): Promise<ExitCode> {
  const conversation = new Conversation(options);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => conversation.leave());
  return (await conversation.run(first)) ? 0 : 1;
}
