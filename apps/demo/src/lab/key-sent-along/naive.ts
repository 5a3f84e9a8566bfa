import { generateKeyPairSync, privateDecrypt, publicEncrypt } from "node:crypto";
import type { NaiveOutcome } from "../lab.ts";
import { Arrivals } from "../stage/arrivals.ts";
import { FramedServer, FramedSocket } from "../stage/framed-socket.ts";
import { Middle } from "../stage/middle.ts";
import { readWithKeysInside } from "./attack.ts";

const message = "The code of the vault is 4711.";

export async function attackNaive(): Promise<NaiveOutcome> {
  const received = new Arrivals<string>();
  await using server = await FramedServer.open(async (client) => received.push(open(await client.receive())));
  await using eve = await Middle.before(server.address);
  await using client = await FramedSocket.dial(eve.address);
  client.send(seal(message));
  const heard = await received.next();
  const { texts } = readWithKeysInside(eve.recording);
  return {
    broken: texts.includes(message),
    evidence: [
      `the server reads: "${heard}"`,
      `whoever has the ${bytesIn(eve.recording)} bytes of the recording reads: ${texts.map((text) => `"${text}"`)}`,
    ],
  };
}

/** "It is encrypted, with RSA": and the receiver needs a key, so here it is. */
function seal(text: string): string {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return JSON.stringify({ privateKey, sealed: publicEncrypt(publicKey, Buffer.from(text)).toString("base64") });
}

function open(frame: Buffer): string {
  const { privateKey, sealed } = JSON.parse(frame.toString());
  return privateDecrypt(privateKey, Buffer.from(sealed, "base64")).toString();
}

export function bytesIn(frames: readonly Buffer[]): number {
  return frames.reduce((sum, { length }) => sum + length, 0);
}
