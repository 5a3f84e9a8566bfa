import type { Dial } from "../subjects/subject.ts";
import { Connection } from "./connection.ts";
import { messagesOf } from "./messages.ts";
import { say } from "./order.ts";
import { sample, type Timing } from "./sample.ts";

/**
 * One iteration is a batch of messages up to the receiver's acknowledgement, in megabytes (10⁶ bytes) of messages a
 * second. By then the receiver has compared every message with the expected one. The next batch is under way while the
 * acknowledgement of the last is awaited, so neither side runs dry between two; batches are sized to take
 * `timing.batchMs`, alike on fast and slow subjects.
 */
export async function measureThroughput(dial: Dial, size: number, timing: Timing): Promise<number[]> {
  const connection = await Connection.open(dial);
  const count = await findCount(connection, size, timing.batchMs);
  const send = () => sendBatch(connection, size, count);
  const acknowledged = () => connection.expect(say.received(count));
  const iterate = async () => {
    await send();
    await acknowledged();
  };
  const times = await sample(timing, iterate, { beforeAll: send, afterAll: acknowledged });
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
}

/** Doubles until a batch takes half as long as it should. */
async function findCount(connection: Connection, size: number, batchMs: number): Promise<number> {
  for (let count = leastMessages; ; count *= 2) {
    const start = performance.now();
    await sendBatch(connection, size, count);
    await connection.expect(say.received(count));
    const tookMs = performance.now() - start;
    if (tookMs >= batchMs / 2) return Math.max(leastMessages, Math.round((count * batchMs) / tookMs));
  }
}

const leastMessages = 4;
