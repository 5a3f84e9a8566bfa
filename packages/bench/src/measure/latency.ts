import { setImmediate } from "node:timers/promises";
import type { Dial } from "../subjects/subject.ts";
import { Connection } from "./connection.ts";
import { isMessage, messagesOf } from "./messages.ts";
import type { Timing } from "./sample.ts";

/**
 * Messages are due at a fixed rate, whatever becomes of those before, and one sample is the time from when a message was
 * due until its echo is here, in milliseconds. So a stall shows in every message that was due meanwhile, sent or not
 * (no coordinated omission). Between two messages the client's event loop turns without rest, to miss no due time.
 */
export async function measureLatency(
  dial: Dial,
  size: number,
  perSecond: number,
  timing: Pick<Timing, "taskMs">,
): Promise<number[]> {
  const messages = messagesOf(size);
  const connection = await Connection.open(dial);
  await connection.settle();
  connection.order({ kind: "echo" });
  const count = Math.max(leastMessages, Math.round((perSecond * timing.taskMs) / 1e3));
  const start = performance.now();
  const dueAt = (number: number) => start + (number * 1e3) / perSecond;
  const echoes = receiveEchoes(connection, messages, count, dueAt);
  echoes.catch(() => {
    // Whoever waits for them hears of it.
  });
  for (let number = 0; number < count; await setImmediate()) {
    while (number < count && dueAt(number) <= performance.now()) {
      const room = connection.send(messages[number++ % messages.length] as Buffer);
      if (room) await Promise.race([room, echoes]);
    }
  }
  const samples = await echoes;
  await connection.close();
  return samples;
}

async function receiveEchoes(
  connection: Connection,
  messages: readonly Buffer[],
  count: number,
  dueAt: (number: number) => number,
): Promise<number[]> {
  const samples: number[] = [];
  for (let number = 0; number < count; number++) {
    const echo = await connection.receive();
    samples.push(performance.now() - dueAt(number));
    if (!isMessage(echo, messages, number)) throw new Error(`echo ${number} came back changed`);
  }
  return samples;
}

const leastMessages = 3;
