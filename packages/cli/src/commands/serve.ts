import { fingerprint, listen, type Server, type Session, UsageError } from "@countersign/core";
import { fingerprintWords } from "@countersign/known-servers";
import { Command } from "commander";
import { loadOwnKey } from "../keys/own-key.ts";
import { type AdmittedOptions, addAdmittedOptions, admitted } from "../options/admitted.ts";
import { applicationOption } from "../options/application.ts";
import { type CipherName, cipherOption, ciphers } from "../options/ciphers.ts";
import { type TransportName, transportOption, transports } from "../options/transports.ts";
import { echo } from "../pipe/echo.ts";
import { onInterrupt } from "../pipe/on-interrupt.ts";
import { patience } from "../pipe/patience.ts";
import { pipeThrough } from "../pipe/pipe-through.ts";
import { quoted } from "../terminal/quoted.ts";
import { say } from "../terminal/say.ts";

/** `countersign serve ADDRESS`: the other end of `connect`. */
export function serveCommand(): Command {
  const command = new Command("serve")
    .description("Listens, and pipes standard input to the first client and what it sends to standard output.")
    .argument("[address]", "host:port; port 0 takes a free one", "127.0.0.1:0")
    .option("--key <file>", "the server's private key, made if it does not exist", "server.key.pem")
    .addOption(transportOption())
    .addOption(cipherOption())
    .addOption(applicationOption())
    .option("--echo", "serve many clients, and send each what it sends")
    .addHelpText("after", example);
  return addAdmittedOptions(command).action(run);
}

interface ServeOptions extends AdmittedOptions {
  readonly key: string;
  readonly transport: TransportName;
  readonly cipher: CipherName;
  readonly application: string;
  readonly echo?: boolean;
}

async function run(address: string, options: ServeOptions): Promise<void> {
  const cipher = await ciphers[options.cipher]();
  const authenticate = await admitted(options);
  const identity = await loadOwnKey(cipher, options.key);
  const { application } = options;
  const common = { transport: transports[options.transport](), address, cipher, application };
  const server = await listen({ ...common, identity, authenticate, limits: patience });
  onInterrupt(() => {
    for (const session of server.sessions) session.abort();
  });
  say(`listening on ${server.address}`);
  say(`key ${fingerprint(identity.publicKey)}`);
  say(`    ${fingerprintWords(identity.publicKey)}`);
  server.on("refused", (error, from) => say(`refused ${from}: ${reasonOf(error)}`));
  try {
    if (options.echo) await serveAll(server);
    else await pipeThrough(await first(server));
  } finally {
    await server.close({ drain: farewellMs });
  }
}

/** The first client; whoever comes later is sent away. */
function first(server: Server): Promise<Session> {
  return new Promise((resolve) => {
    let met = false;
    server.on("session", (session) => {
      if (met) return session.abort();
      met = true;
      greet(session);
      resolve(session);
    });
  });
}

async function serveAll(server: Server): Promise<void> {
  for await (const session of server) {
    greet(session);
    echo(session).catch((error: Error) => say(`${nameOf(session)}: ${error.message}`));
  }
}

function greet(session: Session): void {
  say(`${nameOf(session)} connected from ${session.remoteAddress}`);
}

function nameOf({ peer }: Session): string {
  return peer.name === undefined ? "somebody" : quoted(peer.name);
}

/** A file of ours that cannot be used any more keeps everybody out: who serves has to know. */
function reasonOf(error: Error): string {
  return error.cause instanceof UsageError ? `${error.message} ${error.cause.message}` : error.message;
}

const farewellMs = 1_000;

const example = `
Example:
  $ countersign user add alice --users users
  $ countersign serve 127.0.0.1:7000 --users users`;
