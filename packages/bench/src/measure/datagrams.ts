import { setImmediate, setTimeout } from "node:timers/promises";
import type { Dial, Pipe, Sink } from "../subjects/subject.ts";
import { datagramMessage, type Tally, tallyRequest } from "./datagram-message.ts";
import type { Found } from "./measure.ts";
import type { Timing } from "./sample.ts";
import { settle } from "./settle.ts";

/**
 * One sample is the rate at which a batch of datagrams arrived, by the receiver's clock, in megabytes (10⁶ bytes) of
 * their contents a second. They are sent as fast as the subject takes them; one that it does not take is offered again
 * a turn later. What was taken and did not arrive was lost. Everything, requests and answers too, is a datagram.
 */
export async function measureDatagrams(dial: Dial, size: number, timing: Timing): Promise<Found> {
  const answers = new Answers();
  const sender = new DatagramSender(await dial(answers), answers, size);
  await sender.settle();
  const samples: number[] = [];
  const total = { sent: 0, received: 0 };
  let count = leastDatagrams;
  for (let spentMs = 0; spentMs < timing.taskMs || samples.length < leastSamples; ) {
    const { received, tookMs } = await sender.sendBatch(count);
    // So many that arrive in so short a time say more about the clock.
    if (tookMs < timing.batchMs / 2 && count < mostDatagrams) {
      count *= 2;
      continue;
    }
    spentMs += Math.max(tookMs, timing.batchMs / 2);
    total.sent += count;
    total.received += received;
    if (received < 2) throw new Error(`${received} of ${count} datagrams arrived`);
    samples.push(((received - 1) * size) / 1e3 / Math.max(tookMs, 0.001));
  }
  await sender.close();
  return { samples, datagrams: total };
}

class DatagramSender {
  readonly #pipe: Pipe & Required<Pick<Pipe, "sendDatagram">>;
  readonly #answers: Answers;
  readonly #size: number;
  #batch = 0;

  constructor(pipe: Pipe, answers: Answers, size: number) {
    if (!pipe.sendDatagram) throw new Error("this subject sends no datagrams");
    this.#pipe = pipe as Pipe & Required<Pick<Pipe, "sendDatagram">>;
    this.#answers = answers;
    this.#size = size;
  }

  settle(): Promise<void> {
    return settle(this.#pipe, () => setTimeout(lookAgainMs));
  }

  async sendBatch(count: number): Promise<Tally> {
    const batch = this.#batch++;
    for (let number = 0; number < count; number++) {
      const message = datagramMessage(this.#size, { batch, number });
      while (!this.#pipe.sendDatagram(message)) await this.#turn();
      // What the system and the session have to do meanwhile gets its turn.
      if (number % datagramsATurn === datagramsATurn - 1) await this.#turn();
    }
    return this.#askFor(batch);
  }

  close(): Promise<void> {
    return this.#pipe.close();
  }

  async #askFor(batch: number): Promise<Tally> {
    for (let request = 0; request < mostRequests; request++) {
      this.#pipe.sendDatagram(datagramMessage(requestBytes, { batch, number: tallyRequest }));
      for (let waitedMs = 0; waitedMs < askAgainMs; waitedMs += lookAgainMs) {
        await setTimeout(lookAgainMs);
        const tally = this.#answers.take(batch);
        if (tally?.error) throw new Error(tally.error);
        if (tally) return tally;
      }
    }
    throw new Error(`no answer to ${mostRequests} requests: the receiver is gone, or everything is lost`);
  }

  async #turn(): Promise<void> {
    this.#answers.assertOpen();
    await setImmediate();
  }
}

/** What the client hears: tallies, and a greeting that it does not wait for. */
class Answers implements Sink {
  #tally: Tally | undefined;
  #end: Error | undefined;

  handleMessages(): void {}

  handleDatagram(datagram: Buffer): void {
    this.#tally = JSON.parse(datagram.toString());
  }

  handleEnd(error?: Error): void {
    this.#end = error ?? new Error("the connection ended before an answer");
  }

  assertOpen(): void {
    if (this.#end) throw this.#end;
  }

  take(batch: number): Tally | undefined {
    this.assertOpen();
    return this.#tally?.batch === batch ? this.#tally : undefined;
  }
}

const leastSamples = 3;
const leastDatagrams = 256;
const mostDatagrams = 2 ** 18;
const datagramsATurn = 32;
const requestBytes = 64;
const lookAgainMs = 2;
const askAgainMs = 100;
const mostRequests = 100;
