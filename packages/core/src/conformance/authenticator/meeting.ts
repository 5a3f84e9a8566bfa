import type { AuthContext, AuthExchange, Authenticated, Authenticator } from "../../authenticator.ts";
import { PeerError } from "../../errors.ts";
import { maxAuthSteps } from "../../wire.ts";
import type { AuthenticationPair } from "./exam.ts";
import { type AuthSession, contextIn } from "./session.ts";

/** One side of an attempt, held to its turns as core does it. */
export class Side {
  /** What it said, in order. */
  readonly said: Uint8Array[] = [];
  result: Authenticated | undefined;
  /** Why it refuses its peer. */
  error: unknown;
  readonly #context: AuthContext;
  readonly #authenticator: Authenticator<"client" | "server">;
  #exchange: AuthExchange | undefined;

  constructor(authenticator: Authenticator<"client" | "server">, session: AuthSession) {
    this.#authenticator = authenticator;
    this.#context = contextIn(session, authenticator.role);
  }

  /** Takes a message; returns the next one, empty when a finished side has nothing to say, undefined for a refusal. */
  async hear(message: Uint8Array): Promise<Uint8Array | undefined> {
    try {
      if (this.result || this.said.length === maxAuthSteps) throw outOfTurn();
      this.#exchange ??= this.#authenticator.begin(this.#context);
      const step = await this.#exchange.step(Uint8Array.from(message));
      if (step.kind === "done") this.result = step.result;
      const said = Uint8Array.from(step.send ?? []);
      this.said.push(said);
      return said;
    } catch (error) {
      this.error = error;
      this.result = undefined;
      return undefined;
    }
  }

  /** Takes the server's last message, to which there is no answer. */
  async hearLast(message: Uint8Array): Promise<void> {
    const before = this.said.length;
    const answer = await this.hear(message);
    if (answer && (!this.result || answer.length > 0)) this.refuse();
    this.said.length = before;
  }

  refuse(): void {
    this.result = undefined;
    this.error = outOfTurn();
  }
}

export interface Meeting {
  readonly client: Side;
  readonly server: Side;
}

/** What becomes of message `index` of one side on its way to the other. */
export type Road = (message: Uint8Array, from: "client" | "server", index: number) => Uint8Array;

interface Where {
  /** Where the client is, and where the server is: the same session, unless somebody sits between two. */
  readonly at: AuthSession;
  readonly serverAt?: AuthSession;
  readonly road?: Road;
}

/** Lets a client and a server speak in turn, until both are done or one refuses the other. */
export async function meet(pair: AuthenticationPair, { at, serverAt = at, road = same }: Where): Promise<Meeting> {
  const client = new Side(pair.client, at);
  const server = new Side(pair.server, serverAt);
  let question = await client.hear(new Uint8Array());
  for (let turn = 0; question; turn++) {
    const answer = await server.hear(road(question, "client", turn));
    if (!answer) break;
    const heard = road(answer, "server", turn);
    if (server.result) {
      if (!client.result) await client.hearLast(heard);
      break;
    }
    question = await client.hear(heard);
  }
  return { client, server };
}

/** Says what was recorded of its peer to one side, message by message, until it refuses or is done. */
export async function replay(recorded: readonly Uint8Array[], to: Side): Promise<Side> {
  for (const message of recorded) {
    if (to.result || (await to.hear(message)) === undefined) break;
  }
  return to;
}

const same: Road = (message) => message;

function outOfTurn(): PeerError {
  return new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer sent an authentication message out of turn.");
}
