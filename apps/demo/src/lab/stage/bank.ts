import {
  type Authenticator,
  anyone,
  CountersignError,
  type Identity,
  type Limits,
  listen,
  type PublicKey,
  type Server,
  type Session,
  type Transport,
} from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";
import { Arrivals } from "./arrivals.ts";
import { type LabCipher, labCipher } from "./cipher.ts";

export interface BankOptions {
  readonly transport?: Transport;
  readonly cipher?: LabCipher;
  /** By default a new one. */
  readonly identity?: Identity;
  /** By default everybody is admitted. */
  readonly authenticate?: Authenticator<"server">;
  readonly limits?: Partial<Limits>;
}

/** A server of ours: takes each message for an order, and keeps a list. */
export class Bank implements AsyncDisposable {
  readonly address: string;
  readonly publicKey: PublicKey;
  /** What it was told, all clients together. */
  readonly orders: string[] = [];
  readonly #server: Server;
  readonly #orders = new Arrivals<string>();
  readonly #ends = new Arrivals<string>();

  private constructor(server: Server, publicKey: PublicKey) {
    this.#server = server;
    this.address = server.address;
    this.publicKey = publicKey;
    server.on("session", (session) => void this.#serve(session));
    server.on("refused", (error) => this.#ends.push(codeOf(error)));
  }

  static async open(options: BankOptions = {}): Promise<Bank> {
    const { transport = tcp(), cipher = labCipher(), authenticate = anyone(), limits = {} } = options;
    const identity = options.identity ?? (await cipher.generateIdentity());
    const server = await listen({ transport, address: "127.0.0.1:0", cipher, identity, authenticate, limits });
    return new Bank(server, identity.publicKey);
  }

  /** The next order. */
  order(): Promise<string> {
    return this.#orders.next();
  }

  /** How the next of its clients ends: "proper", or the code of the error that ended it or turned it away. */
  end(): Promise<string> {
    return this.#ends.next();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.close({ drain: 0 });
  }

  async #serve(session: Session): Promise<void> {
    try {
      for await (const message of session) {
        this.orders.push(message.toString());
        this.#orders.push(message.toString());
      }
      await session.close();
      this.#ends.push("proper");
    } catch (error) {
      this.#ends.push(codeOf(error));
    }
  }
}

/** The code of an error of ours. Throws any other, which is no outcome of an attack. */
export function codeOf(error: unknown): string {
  if (error instanceof CountersignError) return error.code;
  throw error;
}
