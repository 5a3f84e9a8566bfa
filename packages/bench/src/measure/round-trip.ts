import type { Dial } from "../subjects/subject.ts";
import { Connection } from "./connection.ts";
import { isMessage, messagesOf } from "./messages.ts";
import { sample, type Timing } from "./sample.ts";

/** One iteration is a message and its echo, in milliseconds. The echo is compared with what was sent. */
export async function measureRoundTrip(dial: Dial, size: number, timing: Timing): Promise<number[]> {
  const messages = messagesOf(size);
  const connection = await Connection.open(dial);
  await connection.settle();
  connection.order({ kind: "echo" });
  let number = 0;
  const samples = await sample(timing, async () => {
    connection.send(messages[number % messages.length] as Buffer);
    const echo = await connection.receive();
    if (!isMessage(echo, messages, number)) throw new Error(`echo ${number} came back changed`);
    number++;
  });
  await connection.close();
  return samples;
}
