import type { CpuUse } from "../cpu/parts.ts";
import { profileCpu } from "../cpu/profile-cpu.ts";
import type { Pipe, Sink } from "../subjects/subject.ts";
import { DatagramTally } from "./datagram-tally.ts";
import { isMessage, messagesOf } from "./messages.ts";
import { type Order, parseOrder, say } from "./order.ts";
import { weigh } from "./weigh.ts";

/** The server's side of one connection: greets, then does what each order says. */
export class Peer implements Sink {
  readonly #pipe: Pipe;
  readonly #tally: DatagramTally;
  #order: Order | undefined;
  #messages: readonly Buffer[] = [];
  #received = 0;
  #refused = false;
  #stopProfile: (() => Promise<CpuUse>) | undefined;

  constructor(pipe: Pipe) {
    this.#pipe = pipe;
    this.#tally = new DatagramTally((tally) => void pipe.sendDatagram?.(Buffer.from(JSON.stringify(tally))));
    this.#send(say.ready);
  }

  handleMessages(messages: readonly Buffer[]): void {
    for (const message of messages) {
      if (this.#refused) return;
      if (this.#order === undefined) this.#begin(message);
      else if (this.#order.kind === "echo") this.#send(message);
      else if (this.#order.kind === "receive") this.#count(message, this.#order.count);
      else if (this.#order.kind === "acknowledge") this.#acknowledge(message);
    }
  }

  handleDatagram(datagram: Buffer): void {
    this.#tally.handleDatagram(datagram);
  }

  handleEnd(): void {
    // The client ends a connection when it likes, and it is the client who reports one that broke.
  }

  #begin(message: Buffer): void {
    this.#order = parseOrder(message);
    this.#received = 0;
    if (this.#order === undefined) this.#refuse("an order arrived changed");
    else if ("size" in this.#order) this.#messages = messagesOf(this.#order.size);
    else if (this.#order.kind !== "echo") void this.#answer(this.#order.kind);
  }

  async #answer(question: "weigh" | "profile" | "attribute"): Promise<void> {
    this.#order = undefined;
    if (question === "weigh") return this.#send(say.weight(await weigh()));
    if (question === "attribute") return this.#send(this.#stopProfile ? say.use(await this.#stopProfile()) : say.ready);
    this.#stopProfile = await profileCpu();
    this.#send(say.profiling);
  }

  #count(message: Buffer, count: number): void {
    if (!isMessage(message, this.#messages, this.#received)) {
      this.#refuse(`message ${this.#received} of ${count} arrived changed, or another in its place`);
    } else if (++this.#received === count) {
      this.#order = undefined;
      this.#send(say.received(count));
    }
  }

  #acknowledge(message: Buffer): void {
    if (isMessage(message, this.#messages, this.#received++)) this.#send(say.received(1));
    else this.#refuse(`message ${this.#received - 1} arrived changed, or another in its place`);
  }

  /** What follows is read and forgotten, so that the client comes to hear the reason. */
  #refuse(reason: string): void {
    this.#refused = true;
    this.#send(Buffer.from(reason));
  }

  #send(message: Buffer): void {
    this.#pipe.send(message)?.catch(() => this.handleEnd());
  }
}
