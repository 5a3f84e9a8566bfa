import type { Dial, Pipe } from "../subjects/subject.ts";
import { Inbox } from "./inbox.ts";
import { assertSaid, type Order, orderMessage, parseWeight, say } from "./order.ts";

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
    const inbox = new Inbox();
    const connection = new Connection(await dial(inbox), inbox);
    await connection.expect(say.ready);
    return connection;
  }

  order(order: Order): void {
    this.#pipe.send(orderMessage(order));
  }

  /** As Pipe.send. */
  send(message: Buffer): Promise<void> | undefined {
    return this.#pipe.send(message);
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

  close(): Promise<void> {
    return this.#pipe.close();
  }
}
