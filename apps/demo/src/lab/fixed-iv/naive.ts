import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { NaiveOutcome } from "../lab.ts";
import { Arrivals } from "../stage/arrivals.ts";
import { FramedServer, FramedSocket } from "../stage/framed-socket.ts";
import { Middle } from "../stage/middle.ts";
import { ballots, conclusions, likenesses } from "./attack.ts";

// Made once, kept in the configuration, and the same for every message.
const key = randomBytes(32);
const iv = randomBytes(16);

export async function attackNaive(): Promise<NaiveOutcome> {
  const received = new Arrivals<string>();
  await using server = await FramedServer.open(async (client) => {
    for (;;) received.push(open(await client.receive()));
  });
  await using eve = await Middle.before(server.address);
  await using client = await FramedSocket.dial(eve.address);
  const heard: string[] = [];
  for (const ballot of ballots) {
    client.send(seal(ballot));
    heard.push(await received.next());
  }
  const found = likenesses(eve.fromClient);
  return {
    broken: found.some(({ first, second, whole }) => whole && first === 0 && second === 2),
    evidence: [`the server counts ${heard.length} ballots; Eve has only the ciphertexts`, ...conclusions(found)],
  };
}

function seal(text: string): Buffer {
  const cipher = createCipheriv("aes-256-cbc", key, iv);
  return Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
}

function open(sealed: Buffer): string {
  const decipher = createDecipheriv("aes-256-cbc", key, iv);
  return Buffer.concat([decipher.update(sealed), decipher.final()]).toString();
}
