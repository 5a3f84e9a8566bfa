import type { Authenticator } from "../../authenticator.ts";

/** Two halves of a mechanism that fit together: this server admits this client, as often as it comes. */
export interface AuthenticationPair {
  readonly client: Authenticator<"client">;
  readonly server: Authenticator<"server">;
}

/** A pair whose client proves who it is, and clients that the same server has to refuse. */
export interface ProvingPair extends AuthenticationPair {
  /** The name that the server knows the client by. */
  readonly clientName: string;
  /** Comes under the client's name, and does not hold its secret. */
  readonly wrongSecret: Authenticator<"client">;
  /** Comes under a name that the server does not know, as long as the client's. */
  readonly unknownName: Authenticator<"client">;
  /** Whatever must never be seen in a message, an error or a log: shared keys, private keys, passwords. */
  readonly secrets: readonly (Uint8Array | string)[];
}

/** A mechanism under examination. */
export type AuthenticatorExam = AnonymousExam | ProvingExam;

export interface AnonymousExam {
  /** Names the mechanism in the report. */
  readonly name: string;
  /** The client stays anonymous. */
  readonly proves: "nobody";
  /** Called once for each case. */
  make(): AuthenticationPair | Promise<AuthenticationPair>;
}

export interface ProvingExam {
  /** Names the mechanism in the report. */
  readonly name: string;
  /** "both": the server proves that it knows the client, too. */
  readonly proves: "client" | "both";
  /** Called once for each case; a case takes up to some hundred attempts, so let none of them be slow on purpose. */
  make(): ProvingPair | Promise<ProvingPair>;
}
