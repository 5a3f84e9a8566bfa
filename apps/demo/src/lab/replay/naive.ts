import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { NaiveOutcome } from "../lab.ts";
import { Arrivals } from "../stage/arrivals.ts";
import { FramedServer, FramedSocket } from "../stage/framed-socket.ts";
import { Middle } from "../stage/middle.ts";

export const order = "pay 100 to mallory";

export async function attackNaive(): Promise<NaiveOutcome> {
  const key = randomBytes(32);
  const paid = new Arrivals<string>();
  await using bank = await FramedServer.open(async (client) => {
    for (;;) {
      const text = verified(key, await client.receive());
      if (text !== undefined) paid.push(text);
    }
  });
  await using eve = await Middle.before(bank.address);
  await using alice = await FramedSocket.dial(eve.address);
  alice.send(signed(key, order));
  const first = await paid.next();

  await using mallory = await FramedSocket.dial(bank.address);
  mallory.send(eve.fromClient[0] as Buffer);
  const second = await paid.next(2_000).catch(() => "nothing");
  return {
    broken: second === order,
    evidence: [
      `alice's order, signed with the key: the bank does "${first}"`,
      `Mallory sends the same bytes again: the bank does "${second}"`,
    ],
  };
}

function signed(key: Buffer, text: string): Buffer {
  return Buffer.concat([hmac(key, Buffer.from(text)), Buffer.from(text)]);
}

function verified(key: Buffer, frame: Buffer): string | undefined {
  const text = frame.subarray(32);
  return timingSafeEqual(frame.subarray(0, 32), hmac(key, text)) ? text.toString() : undefined;
}

function hmac(key: Buffer, text: Buffer): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
