import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { NaiveOutcome } from "../lab.ts";
import { Arrivals } from "../stage/arrivals.ts";
import { FramedServer, FramedSocket } from "../stage/framed-socket.ts";

export const order = "pay 900 to mallory";

export async function attackNaive(): Promise<NaiveOutcome> {
  const key = randomBytes(32);
  const orders = new Arrivals<string>();
  await using bank = await FramedServer.open(async (client) => {
    if (await admits(key, client)) orders.push(`alice: ${await client.receive()}`);
  });
  await using mallory = await FramedServer.open((alice) => relay(alice, bank.address));
  await using alice = await FramedSocket.dial(mallory.address);
  await respond(key, alice);
  const done = await orders.next(2_000).catch(() => "nothing");
  return {
    broken: done === `alice: ${order}`,
    evidence: [
      "alice logs in at a server of Mallory's, where she has the same key",
      "that server passes the bank's challenge on to her, and her response to the bank",
      `the bank does: "${done}"`,
    ],
  };
}

async function admits(key: Buffer, client: FramedSocket): Promise<boolean> {
  const challenge = randomBytes(32);
  client.send(challenge);
  const proof = await client.receive();
  return proof.length === 32 && timingSafeEqual(proof, hmac(key, challenge));
}

async function respond(key: Buffer, server: FramedSocket): Promise<void> {
  server.send(hmac(key, await server.receive()));
}

async function relay(alice: FramedSocket, bank: string): Promise<void> {
  await using toBank = await FramedSocket.dial(bank);
  alice.send(await toBank.receive());
  toBank.send(await alice.receive());
  toBank.send(order);
}

function hmac(key: Buffer, challenge: Buffer): Buffer {
  return createHmac("sha256", key).update(challenge).digest();
}
