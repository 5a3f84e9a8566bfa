/** What one authentication attempt may build on. */
export interface AuthContext {
  readonly role: "client" | "server";
  /** 32 bytes, unique to this session: the channel binding (RFC 5056) that every proof covers. */
  readonly binding: Uint8Array;
  /** 32 random bytes of the server's. */
  readonly challenge: Uint8Array;
  readonly random: (bytes: number) => Uint8Array;
  /**
   * On a server: say by it whom the client claims to be, known or not, as soon as it is known and before anything is
   * looked up. Resolves when the attempt may go on, which takes the longer the more attempts under that name, or from
   * that address, have failed; rejects when there are too many of them (spec: A-21).
   */
  readonly claim?: (name: string) => Promise<void>;
}

/** Who is at the other end. An anonymous client, and every server, has no name. */
export interface Peer {
  readonly name?: string;
  readonly mechanism: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface Authenticated {
  readonly peer: Peer;
  /** Mixed into the traffic keys on both sides, which must return the same bytes. */
  readonly secret?: Uint8Array;
}

export type AuthStep =
  | { readonly kind: "continue"; readonly send: Uint8Array }
  | { readonly kind: "done"; readonly send?: Uint8Array; readonly result: Authenticated };

/** One attempt. Core calls `step` in turn, one at a time, the client first with no bytes: at most 8 times. */
export interface AuthExchange {
  /**
   * `received` may be kept; what is sent has at most 4,031 bytes. Throwing or rejecting refuses the peer: core sends one
   * uniform CLOSE, and the reason stays here.
   */
  step(received: Uint8Array): AuthStep | Promise<AuthStep>;
}

/** The joint an authentication package implements: symmetric steps, as in SASL (RFC 4422 §3). */
export interface Authenticator<Role extends "client" | "server"> {
  readonly role: Role;
  /** Named in the transcript: "hmac-sha256". 1 to 64 bytes of printable ASCII. */
  readonly mechanism: string;
  /**
   * A client's: by what the server proves itself, beside its key. "secret": a shared one that nobody can guess;
   * "password": one that an impostor could guess at from what the client says. Default: by nothing. Decides what a
   * first contact is worth, when the server's key is not known yet.
   */
  readonly serverProof?: "secret" | "password";
  begin(context: AuthContext): AuthExchange;
}

/** `undefined` is admitted so that `process.env.ALICE_KEY` compiles; it throws ERR_COUNTERSIGN_NO_KEY. */
export type Secret = string | Uint8Array | undefined;

/** Finds a client's shared key; undefined for a name that is not known. */
export type LookUp = (name: string) => Secret | Promise<Secret>;
