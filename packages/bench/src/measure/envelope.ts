import type { Dial } from "../subjects/subject.ts";
import { Connection } from "./connection.ts";
import { messagesOf } from "./messages.ts";
import { say } from "./order.ts";
import { sample, type Timing } from "./sample.ts";

/**
 * One iteration seals a message into an envelope, sends it, and waits until the receiver has opened it, compared it and
 * acknowledged it in the clear; in milliseconds.
 */
export async function measureEnvelope(dial: Dial, size: number, timing: Timing): Promise<number[]> {
  const messages = messagesOf(size);
  const connection = await Connection.open(dial);
  connection.order({ kind: "acknowledge", size });
  let number = 0;
  const samples = await sample(timing, async () => {
    await connection.send(messages[number++ % messages.length] as Buffer);
    await connection.expect(say.received(1));
  });
  await connection.close();
  return samples;
}
