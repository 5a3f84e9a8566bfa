import type { AuthContext, AuthExchange, Authenticated, Authenticator, AuthStep } from "../authenticator.ts";
import { ByteReader, concat, lv8, readUtf8, utf8 } from "../bytes.ts";
import { PeerError } from "../errors.ts";
import { AuthMessage, maxAuthMessageBytes, maxAuthSteps } from "../wire.ts";
import type { AuthenticationMessage } from "./message.ts";

/** What a step leads to: the next message of ours, the end, or both. */
export interface Advance {
  readonly send?: { readonly kind: number; readonly body: Uint8Array };
  readonly authenticated?: Authenticated;
}

/** Turns a mechanism's steps into messages and holds both sides to their turns. `advance` may take as long as a look-up. */
export interface Exchange {
  /** The client's first step. */
  begin(): Promise<Advance>;
  /** Rejects when the peer is refused, or does not keep to the exchange. */
  advance(received: AuthenticationMessage): Promise<Advance>;
}

/** BEGIN names the mechanism; every further message of the client's is CONTINUE, and WELCOME ends it (spec: A-1). */
export class ClientExchange implements Exchange {
  readonly #mechanism: string;
  readonly #steps: Steps;
  #result: Authenticated | undefined;

  constructor(authenticator: Authenticator<"client">, context: AuthContext) {
    this.#mechanism = authenticator.mechanism;
    this.#steps = new Steps(authenticator, context);
  }

  async begin(): Promise<Advance> {
    const step = await this.#steps.take(new Uint8Array());
    if (step.kind === "done") this.#result = step.result;
    const body = concat(lv8(utf8(this.#mechanism)), step.send ?? new Uint8Array());
    return { send: { kind: AuthMessage.begin, body } };
  }

  async advance({ kind, body }: AuthenticationMessage): Promise<Advance> {
    if (kind === AuthMessage.welcome) return { authenticated: this.#result ?? (await this.#last(body)) };
    if (kind !== AuthMessage.continue || this.#result) throw outOfTurn();
    const step = await this.#steps.take(body);
    if (step.kind === "done") this.#result = step.result;
    if (!step.send) throw outOfTurn();
    return { send: { kind: AuthMessage.continue, body: step.send } };
  }

  async #last(body: Uint8Array): Promise<Authenticated> {
    const step = await this.#steps.take(body);
    if (step.kind !== "done" || step.send) throw outOfTurn();
    return step.result;
  }
}

export class ServerExchange implements Exchange {
  readonly #authenticators: readonly Authenticator<"server">[];
  readonly #context: AuthContext;
  #steps: Steps | undefined;
  #welcomed = false;

  constructor(authenticators: readonly Authenticator<"server">[], context: AuthContext) {
    this.#authenticators = authenticators;
    this.#context = context;
  }

  begin(): Promise<Advance> {
    return Promise.resolve({});
  }

  async advance({ kind, body }: AuthenticationMessage): Promise<Advance> {
    if (this.#welcomed || kind !== (this.#steps ? AuthMessage.continue : AuthMessage.begin)) throw outOfTurn();
    const step = this.#steps ? await this.#steps.take(body) : await this.#first(new ByteReader(body));
    if (step.kind === "continue") return { send: { kind: AuthMessage.continue, body: step.send } };
    this.#welcomed = true;
    return {
      send: { kind: AuthMessage.welcome, body: step.send ?? new Uint8Array() },
      authenticated: step.result,
    };
  }

  #first(reader: ByteReader): Promise<AuthStep> {
    const mechanism = readUtf8(reader.take(reader.u8()));
    const authenticator = this.#authenticators.find((offered) => offered.mechanism === mechanism);
    if (!authenticator) {
      throw new PeerError("ERR_COUNTERSIGN_MECHANISM", "The client chose an authentication mechanism not offered.");
    }
    this.#steps = new Steps(authenticator, this.#context);
    return this.#steps.take(reader.take(reader.left));
  }
}

/** Counts a mechanism's steps and bounds what it sends. Whatever it throws refuses the peer, and stays with us. */
class Steps {
  readonly #authenticator: Authenticator<"client" | "server">;
  readonly #context: AuthContext;
  #exchange: AuthExchange | undefined;
  #count = 0;

  constructor(authenticator: Authenticator<"client" | "server">, context: AuthContext) {
    this.#authenticator = authenticator;
    this.#context = context;
  }

  async take(received: Uint8Array): Promise<AuthStep> {
    if (++this.#count > maxAuthSteps) throw outOfTurn();
    try {
      this.#exchange ??= this.#authenticator.begin(this.#context);
      const step = await this.#exchange.step(Uint8Array.from(received));
      if ((step.send?.length ?? 0) <= maxAuthMessageBytes - mechanismBytes) return step;
      throw new RangeError("An authenticator may send at most 4,031 bytes a step.");
    } catch (cause) {
      const whom = this.#context.role === "client" ? "The server" : "The client";
      throw new PeerError("ERR_COUNTERSIGN_AUTHENTICATION", `${whom} could not prove who it is.`, { cause });
    }
  }
}

// A mechanism's name has at most 64 bytes, and one for its length.
const mechanismBytes = 65;

export function outOfTurn(): PeerError {
  return new PeerError("ERR_COUNTERSIGN_PROTOCOL", "The peer sent an authentication message out of turn.");
}
