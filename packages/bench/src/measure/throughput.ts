import { median } from "../statistics/quantile.ts";
import type { Dial } from "../subjects/subject.ts";
import { Connection } from "./connection.ts";
import { messagesOf } from "./messages.ts";
import { say } from "./order.ts";
import { sample, type Timing } from "./sample.ts";

/**
 * One iteration is a batch of messages up to the receiver's acknowledgement, in megabytes (10⁶ bytes) of messages a
 * second. By then the receiver has compared every message with the expected one. The next batch is under way while the
 * acknowledgement of the last is awaited, so neither side runs dry between two. Batches are sized to take
 * `timing.batchMs`, alike on fast and slow subjects: by `earlier` samples of the same, or by trying.
 */
export async function measureThroughput(
  dial: Dial,
  size: number,
  timing: Timing,
  earlier?: readonly number[],
): Promise<number[]> {
  const connection = await Connection.open(dial);
  await connection.settle();
  const bytesPerMs = earlier ? median(earlier) * 1e3 : await findRate(connection, size, timing.batchMs);
  const count = Math.max(leastMessages, Math.round((bytesPerMs * timing.batchMs) / size));
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

/**
 * Bytes a millisecond of a batch that takes at least half as long as it should. The best of three: others may have had
 * to wait for a core.
 */
async function findRate(connection: Connection, size: number, batchMs: number): Promise<number> {
  for (let count = leastMessages; ; count *= 2) {
    let bestMs = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < 3; attempt++) {
      const start = performance.now();
      await sendBatch(connection, size, count);
      await connection.expect(say.received(count));
      bestMs = Math.min(bestMs, performance.now() - start);
    }
    if (bestMs >= batchMs / 2) return (count * size) / bestMs;
  }
}

const leastMessages = 4;
