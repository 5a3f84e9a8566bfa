import type { CpuUse } from "../cpu/parts.ts";
import type { Dial, Pipe } from "../subjects/subject.ts";
import { Inbox } from "./inbox.ts";
import { assertSaid, type Order, orderMessage, parseWeight, say } from "./order.ts";
import { settle } from "./settle.ts";

/** The client's side of one connection. */
export class Connection {
  readonly #pipe: Pipe;
  readonly #inbox: Inbox;

  private constructor(pipe: Pipe, inbox: Inbox) {
    this.#pipe = pipe;
    this.#inbox = inbox;
  }

  /** Resolves when both sides are sure of each other: the client by itself, the server by its greeting. */
  static async open(dial: Dial): Promise<Connection> {
    const connection = await Connection.dial(dial);
    await connection.expect(say.ready);
    return connection;
  }

  /** Resolves when the client is sure of the server. The first message to come is the server's greeting. */
  static async dial(dial: Dial): Promise<Connection> {
    const inbox = new Inbox();
    return new Connection(await dial(inbox), inbox);
  }

  /** Room is not waited for: whoever sends or receives next learns that the connection failed. */
  order(order: Order): void {
    this.#pipe.send(orderMessage(order))?.catch(() => {});
  }

  /** As Pipe.send. */
  send(message: Buffer): Promise<void> | undefined {
    return this.#pipe.send(message);
  }

  /** Resolves when its packets are as large as they get. */
  settle(): Promise<void> {
    return settle(this.#pipe, (count) => this.expect(say.received(count)));
  }

  receive(): Promise<Buffer> {
    return this.#inbox.next();
  }

  /** Rejects when the next message is another. */
  async expect(message: Buffer): Promise<void> {
    assertSaid(await this.#inbox.next(), message);
  }

  /** Bytes of memory that the server's process has. */
  async weigh(): Promise<number> {
    this.order({ kind: "weigh" });
    return parseWeight(await this.#inbox.next());
  }

  /** The server's process is profiled from when this resolves. */
  async startProfile(): Promise<void> {
    this.order({ kind: "profile" });
    await this.expect(say.profiling);
  }

  /** What the server's process spent its CPU time on since. */
  async readProfile(): Promise<CpuUse> {
    this.order({ kind: "attribute" });
    return JSON.parse((await this.#inbox.next()).toString());
  }

  close(): Promise<void> {
    return this.#pipe.close();
  }
}
