import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { NaiveOutcome } from "../lab.ts";
import { Arrivals } from "../stage/arrivals.ts";
import { FramedServer, FramedSocket } from "../stage/framed-socket.ts";

export const confession = "My PIN is 4711.";

export async function attackNaive(): Promise<NaiveOutcome> {
  const key = randomBytes(32);
  const honest = await confessTo(key, (alice, nonce) => answerHonestly(key, alice, nonce));
  const guessing = await confessTo(key, answerAtRandom);
  const mirrored = await confessTo(key, answerWithEcho);
  return {
    broken: honest !== undefined && guessing === undefined && mirrored === confession,
    evidence: [
      `the server, which has the key, is told: "${honest}"`,
      `Mallory, answering at random, is told: ${guessing === undefined ? "nothing" : `"${guessing}"`}`,
      `Mallory, sending back what alice sends, is told: "${mirrored}"`,
    ],
  };
}

type Answering = (alice: FramedSocket, nonce: Buffer) => Promise<void>;

/** What alice tells a server that behaves like this; undefined when she takes it for an impostor. */
async function confessTo(key: Buffer, answering: Answering): Promise<string | undefined> {
  const heard = new Arrivals<string>();
  await using server = await FramedServer.open(async (alice) => {
    await answering(alice, await alice.receive());
    heard.push((await alice.receive()).toString());
  });
  await using alice = await FramedSocket.dial(server.address);
  if (!(await challengeAndRespond(key, alice))) return undefined;
  alice.send(confession);
  return await heard.next();
}

/** Alice's half: each side has to answer the other's random number with an HMAC of it. */
async function challengeAndRespond(key: Buffer, server: FramedSocket): Promise<boolean> {
  const nonce = randomBytes(32);
  server.send(nonce);
  server.send(hmac(key, await server.receive()));
  const proof = await server.receive();
  return proof.length === 32 && timingSafeEqual(proof, hmac(key, nonce));
}

async function answerHonestly(key: Buffer, alice: FramedSocket, nonce: Buffer): Promise<void> {
  const own = randomBytes(32);
  alice.send(own);
  const proof = await alice.receive();
  if (timingSafeEqual(proof, hmac(key, own))) alice.send(hmac(key, nonce));
}

async function answerAtRandom(alice: FramedSocket): Promise<void> {
  alice.send(randomBytes(32));
  await alice.receive();
  alice.send(randomBytes(32));
}

async function answerWithEcho(alice: FramedSocket, nonce: Buffer): Promise<void> {
  alice.send(nonce);
  alice.send(await alice.receive());
}

function hmac(key: Buffer, challenge: Buffer): Buffer {
  return createHmac("sha256", key).update(challenge).digest();
}
