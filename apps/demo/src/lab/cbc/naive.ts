import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { NaiveOutcome } from "../lab.ts";
import { Arrivals } from "../stage/arrivals.ts";
import { FramedServer, FramedSocket } from "../stage/framed-socket.ts";
import { Middle } from "../stage/middle.ts";

export const order = "pay 100 to bob";
const forged = "pay 900 to bob";

/** What has to be XORed to a byte that is, or masks, the "1" of the order. */
export const flip = 0x31 ^ 0x39;
/** Where the "1" stands in the order. */
export const digitAt = order.indexOf("1");

export async function attackNaive(): Promise<NaiveOutcome> {
  const key = randomBytes(32);
  const received = new Arrivals<string>();
  await using server = await FramedServer.open(async (client) => received.push(open(key, await client.receive())));
  await using mallory = await Middle.before(server.address, (frame) => {
    // The IV is in front, and is XORed to the first block of the text.
    frame[digitAt] = (frame[digitAt] as number) ^ flip;
    return [frame];
  });
  await using client = await FramedSocket.dial(mallory.address);
  client.send(seal(key, order));
  const heard = await received.next();
  return {
    broken: heard === forged,
    evidence: [
      `alice says: "${order}"`,
      `Mallory changes byte ${digitAt} of the IV, without the key`,
      `the bank does: "${heard}"`,
    ],
  };
}

function seal(key: Buffer, text: string): Buffer {
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-256-cbc", key, iv);
  return Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final()]);
}

function open(key: Buffer, sealed: Buffer): string {
  const decipher = createDecipheriv("aes-256-cbc", key, sealed.subarray(0, 16));
  return Buffer.concat([decipher.update(sealed.subarray(16)), decipher.final()]).toString();
}
