import type { Dial } from "../subjects/subject.ts";
import { Connection } from "./connection.ts";
import { messagesOf } from "./messages.ts";
import { say } from "./order.ts";
import { sample, type Timing } from "./sample.ts";

/**
 * One iteration is a batch of messages up to the receiver's acknowledgement, in megabytes (10⁶ bytes) of messages a
 * second. The receiver has then compared every message with the expected one. Batches are sized beforehand to take
 * `timing.batchMs`, so that waiting for the acknowledgement weighs little and alike on fast and slow subjects.
 */
export async function measureThroughput(dial: Dial, size: number, timing: Timing): Promise<number[]> {
  const connection = await Connection.open(dial);
  const count = await findBatch(connection, size, timing.batchMs);
  const times = await sample(timing, () => sendBatch(connection, size, count));
  await connection.close();
  return times.map((ms) => (size * count) / 1e6 / (ms / 1e3));
}

async function sendBatch(connection: Connection, size: number, count: number): Promise<void> {
  const messages = messagesOf(size);
  connection.order({ kind: "receive", size, count });
  for (let number = 0; number < count; number++) {
    const room = connection.send(messages[number % messages.length] as Buffer);
    if (room) await room;
  }
  await connection.expect(say.received(count));
}

/** Doubles until a batch takes half as long as it should; the code is warm by then. */
async function findBatch(connection: Connection, size: number, batchMs: number): Promise<number> {
  for (let count = leastMessages; ; count *= 2) {
    const start = performance.now();
    await sendBatch(connection, size, count);
    const tookMs = performance.now() - start;
    if (tookMs >= batchMs / 2) return Math.max(leastMessages, Math.round((count * batchMs) / tookMs));
  }
}

const leastMessages = 4;
