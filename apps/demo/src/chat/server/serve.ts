import { isIPv6 } from "node:net";
import { hostname } from "node:os";
import { passwords } from "@countersign/auth-scram";
import { fingerprint, listen, type Server, sharedKeys } from "@countersign/core";
import { fingerprintWords } from "@countersign/known-servers";
import { cipherNamed, parseArguments, transportNamed } from "../../arguments.ts";
import { type CipherName, ciphers, defaultCipher } from "../../ciphers.ts";
import type { ExitCode } from "../../command.ts";
import { defaultTransport, type TransportName, transports } from "../../transports.ts";
import { ChatFolder, defaultFolder } from "../folder.ts";
import { limits } from "../limits.ts";
import { printable } from "../printable.ts";
import { application } from "../protocol.ts";
import { attend } from "./attend.ts";
import { Pace } from "./pace.ts";
import { Room } from "./room.ts";

/** Runs a chat server until it is interrupted. */
export async function serve(args: readonly string[]): Promise<ExitCode> {
  const { values } = parseArguments({ args: [...args], options });
  const transportName = transportNamed(values.transport);
  const cipherName = cipherNamed(values.cipher);
  const folder = new ChatFolder(values.folder);
  await folder.create();
  const cipher = await ciphers[cipherName]();
  const identity = await cipher.loadIdentity(folder.identityFile(cipherName), { create: true });
  const server = await listen({
    transport: transports[transportName](),
    address: `${isIPv6(values.host) ? `[${values.host}]` : values.host}:${values.port}`,
    cipher,
    identity,
    application,
    authenticate: [sharedKeys((name) => folder.key(name)), passwords(folder.passwords)],
    limits,
  });
  const room = new Room();
  closeWhenInterrupted(server, room);
  const names = await folder.names();
  console.log(`listening on  ${server.address}, ${transportName.toUpperCase()}, ${cipherName}
public key    ${folder.publicKeyFile(cipherName)}
fingerprint   ${fingerprint(identity.publicKey)}
in words      ${fingerprintWords(identity.publicKey)}
may join      ${names.join(", ") || "nobody yet: pnpm demo chat add NAME"}
to join       pnpm demo chat join NAME --address ${reachable(server.address)}${flags(transportName, cipherName)}
`);
  await attend(server, room, new Pace({ burst: 256 * 1024, perSecond: 512 * 1024 }, performance.now()), log);
  await server.close();
  return 0;
}

const options = {
  host: { type: "string", default: "127.0.0.1" },
  port: { type: "string", default: "7000" },
  transport: { type: "string", default: defaultTransport },
  cipher: { type: "string", default: defaultCipher },
  folder: { type: "string", default: defaultFolder },
} as const;

/** Once: a second interrupt does not wait for anybody. */
function closeWhenInterrupted(server: Server, room: Room): void {
  const close = () => {
    log("closing");
    room.close("The server is closing.");
    void server.close();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, close);
}

/** An address of all interfaces is none to connect to. */
function reachable(address: string): string {
  return address.replace(/^(0\.0\.0\.0|\[::\]):/, `${hostname()}:`);
}

/** What a client has to say because it is not what it takes otherwise. */
function flags(transportName: TransportName, cipherName: CipherName): string {
  const transport = transportName === defaultTransport ? "" : ` --transport ${transportName}`;
  return cipherName === defaultCipher ? transport : `${transport} --cipher ${cipherName}`;
}

function log(line: string): void {
  console.log(printable(`${new Date().toTimeString().slice(0, 8)}  ${line}`));
}
