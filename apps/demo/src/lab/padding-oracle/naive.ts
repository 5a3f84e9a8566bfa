import type { NaiveOutcome } from "../lab.ts";
import { Arrivals } from "../stage/arrivals.ts";
import { FramedServer, FramedSocket } from "../stage/framed-socket.ts";
import { Middle } from "../stage/middle.ts";
import { decryptByAsking } from "./bleichenbacher.ts";
import { encrypt, PaddingError, ToyRsa, unpad } from "./toy-rsa.ts";

const secret = "PIN 4711";

export async function attackNaive(): Promise<NaiveOutcome> {
  const rsa = new ToyRsa();
  const heard = new Arrivals<string>();
  await using server = await FramedServer.open(async (client) => {
    for (;;) client.send(answer(rsa, await client.receive(), heard));
  });
  const sealed = await recordAlice(server.address, rsa);
  const genuine = await heard.next();

  await using mallory = await FramedSocket.dial(server.address);
  let questions = 0;
  const block = await decryptByAsking(rsa.publicKey, sealed, async (guess) => {
    questions++;
    mallory.send(guess);
    return (await mallory.receive()).toString() !== paddingError;
  });
  const stolen = unpad(block)?.toString();
  return {
    broken: stolen === secret,
    evidence: [
      `alice's message to the server is recorded; to the server it is "${genuine}"`,
      `Mallory asks the server ${questions} times, each time with another multiple of it`,
      `from ${questions} times "${paddingError}" or "ok" it has: "${stolen}"`,
    ],
  };
}

const paddingError = "padding error";

/** Helpful, and that is all it takes. */
function answer(rsa: ToyRsa, sealed: Buffer, heard: Arrivals<string>): string {
  try {
    heard.push(rsa.decrypt(sealed).toString());
    return "ok";
  } catch (error) {
    if (!(error instanceof PaddingError)) throw error;
    return paddingError;
  }
}

async function recordAlice(address: string, rsa: ToyRsa): Promise<Buffer> {
  await using eve = await Middle.before(address);
  await using alice = await FramedSocket.dial(eve.address);
  alice.send(encrypt(rsa.publicKey, Buffer.from(secret)));
  await alice.receive();
  return eve.fromClient[0] as Buffer;
}
