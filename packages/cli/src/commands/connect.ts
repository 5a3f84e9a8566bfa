import { connect } from "@countersign/core";
import { Command, Option } from "commander";
import { applicationOption } from "../options/application.ts";
import { type CipherName, cipherOption, ciphers } from "../options/ciphers.ts";
import { addOneselfOptions, type OneselfOptions, oneself } from "../options/oneself.ts";
import { addPinnedOptions, type PinnedOptions, pinned } from "../options/pinned.ts";
import { type TransportName, transportOption, transports } from "../options/transports.ts";
import { onInterrupt } from "../pipe/on-interrupt.ts";
import { patience } from "../pipe/patience.ts";
import { pipeThrough } from "../pipe/pipe-through.ts";
import { say } from "../terminal/say.ts";

/** `countersign connect ADDRESS`: standard input and output through a session. */
export function connectCommand(): Command {
  const command = new Command("connect")
    .description("Connects, and pipes standard input to the server and what it sends to standard output.")
    .argument("<address>", "host:port; IPv6 in brackets")
    .addOption(transportOption())
    .addOption(cipherOption())
    .addOption(applicationOption())
    .addOption(new Option("--timeout <seconds>", "for connecting").default(30).argParser(Number))
    .option("--verbose", "say on standard error what happens")
    .addHelpText("after", example);
  return addPinnedOptions(addOneselfOptions(command)).action(run);
}

interface ConnectOptions extends OneselfOptions, PinnedOptions {
  readonly transport: TransportName;
  readonly cipher: CipherName;
  readonly application: string;
  readonly timeout: number;
  readonly verbose?: boolean;
}

async function run(address: string, options: ConnectOptions): Promise<void> {
  const cipher = await ciphers[options.cipher]();
  const authenticate = await oneself(options);
  const server = await pinned(options, cipher);
  const common = { transport: transports[options.transport](), address, cipher, application: options.application };
  const session = await connect({
    ...common,
    server,
    authenticate,
    limits: { ...patience, handshakeTimeoutMs: Math.max(1, Math.round(options.timeout * 1_000)) },
  });
  onInterrupt(() => session.abort());
  if (options.verbose) say(`connected to ${session.remoteAddress}`);
  await pipeThrough(session);
  if (options.verbose) say("closed");
}

const example = `
Example:
  $ countersign connect 127.0.0.1:7000 --server server.pub.pem --name alice --password < letter.txt`;
