import { type CountersignError, fingerprint, generateSharedKey } from "@countersign/core";
import { type CipherName, ciphers } from "../ciphers.ts";
import { type TransportName, transports } from "../transports.ts";
import { askEcho, type Dial } from "./client.ts";
import { startEchoServer } from "./server.ts";
import { strangers } from "./stranger.ts";

/** Runs the echo server and its three clients, and says what each of them sees. */
export async function echo(transportName: TransportName, cipherName: CipherName): Promise<void> {
  const transport = transports[transportName]();
  const cipher = await ciphers[cipherName]();
  const identity = await cipher.generateIdentity();
  const aliceKey = generateSharedKey();
  const server = await startEchoServer({ transport, cipher, identity, aliceKey });
  server.on("refused", (error) => say("server", `refused: ${(error as CountersignError).code}`));
  say("server", `listening on ${server.address}, ${transportName.toUpperCase()}, ${cipher.name}`);
  say("", `fingerprint ${fingerprint(identity.publicKey)}`);

  const dial: Dial = { transport, cipher, address: server.address, server: identity.publicKey };
  say("alice", `has the right key: "hello" → "${await askEcho(dial, aliceKey, "hello")}"`);
  say("mallory", "says she is alice, with a key of her own");
  await askEcho(dial, generateSharedKey(), "let me in").catch((error) => say("", `${error.code}: ${error.message}`));
  const stranger = strangers[transportName];
  const { hostname, port } = new URL(`tcp://${server.address}`);
  say("stranger", stranger.speaks);
  say("", await stranger.call(hostname, Number(port)));
  // Anyone can send anything over UDP: it is counted, and no event.
  const { strangersIgnored } = server.stats();
  if (strangersIgnored > 0) say("server", `ignored ${strangersIgnored} datagrams`);
  say("alice", `was not disturbed: "and again" → "${await askEcho(dial, aliceKey, "and again")}"`);
  await server.close();
}

function say(who: string, what: string): void {
  console.log(`${who.padEnd(10)}${what}`);
}
