import { setTimeout } from "node:timers/promises";
import type { Dial } from "../subjects/subject.ts";
import { Connection } from "./connection.ts";
import { messagesOf } from "./messages.ts";
import { say } from "./order.ts";
import type { Timing } from "./sample.ts";

/**
 * One sample: two connections send at the same time, all they can, and this is the share of the one that got less, in
 * percent of what both got. The other got the rest; 50 is fair. The second begins when the first is at full speed, and
 * what arrives before both had time to find their share is not counted.
 */
export async function measureSharing(dial: Dial, { shareMs }: Timing): Promise<number[]> {
  const first = new Flood(await Connection.open(dial));
  await setTimeout(shareMs / 4);
  const second = new Flood(await Connection.open(dial));
  await Promise.race([setTimeout(shareMs), first.failed, second.failed]);
  const before = [first.arrivedBytes, second.arrivedBytes] as const;
  const shares: [number, number] = [0, 0];
  // Where nothing at all arrived in time, it takes longer.
  while (shares[0] + shares[1] === 0) {
    await Promise.race([setTimeout(shareMs), first.failed, second.failed]);
    shares[0] = first.arrivedBytes - before[0];
    shares[1] = second.arrivedBytes - before[1];
  }
  await Promise.all([first.stop(), second.stop()]);
  return [(Math.min(...shares) / (shares[0] + shares[1])) * 100];
}

/** Batch after batch, without waiting for the acknowledgement of any. */
class Flood {
  /** Rejects with the first thing that goes wrong, and never resolves. */
  readonly failed: Promise<never>;
  readonly #connection: Connection;
  readonly #done: Promise<unknown>;
  #batches = 0;
  #arrived = 0;
  #stopped = false;
  #lastBatch = false;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#done = Promise.all([this.#send(), this.#count()]);
    this.failed = this.#done.then(() => new Promise<never>(() => {}));
    this.failed.catch(() => {
      // Whoever stops it hears of it, too.
    });
  }

  /** Bytes of the batches that the receiver has acknowledged. */
  get arrivedBytes(): number {
    return this.#arrived * batchMessages * messageBytes;
  }

  /** Resolves when all that was sent has arrived. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
    await this.#connection.close();
  }

  async #send(): Promise<void> {
    const messages = messagesOf(messageBytes);
    while (!this.#lastBatch) {
      // One more after it was stopped: an acknowledgement may be waited for.
      this.#lastBatch = this.#stopped;
      this.#batches++;
      this.#connection.order({ kind: "receive", size: messageBytes, count: batchMessages });
      for (let number = 0; number < batchMessages; number++) {
        const room = this.#connection.send(messages[number % messages.length] as Buffer);
        if (room) await room;
      }
      // A subject that always has room would never let anything happen.
      await setTimeout(0);
    }
  }

  async #count(): Promise<void> {
    while (!this.#lastBatch || this.#arrived < this.#batches) {
      await this.#connection.expect(say.received(batchMessages));
      this.#arrived++;
    }
  }
}

const messageBytes = 16 * 1024;
const batchMessages = 8;
