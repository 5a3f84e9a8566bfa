import type { PublicKey } from "./cipher.ts";

/** Whose a server's key is: over another transport, at another address or with another suite it is another server. */
export interface ServerPlace {
  /** The transport's name: "tcp". */
  readonly transport: string;
  /** As it is dialled, letter by letter. */
  readonly address: string;
  /** Protocol, cipher and hash: "Countersign_1_…". */
  readonly suite: string;
}

/** What whoever answers at that place says that its keys are. Nothing of it is proven. */
export interface KeyOffer extends ServerPlace {
  /** In the server's order: the one that it prefers comes first. */
  readonly keys: readonly PublicKey[];
}

/**
 * Where a client has its servers' keys from, when it is not given them: the joint of a store with trust on first use.
 * For each `connect` core calls `pinned`, and where that has nothing `meet` and, if a session came of it, `remember`.
 */
export interface ServerKeySource {
  /**
   * True: at first contact believe whoever answers, where the client's mechanism does not let the server prove itself
   * (no `serverProof`). Default: ERR_COUNTERSIGN_UNKNOWN_SERVER, before anything is sent.
   */
  readonly acceptUnproven?: boolean;
  /**
   * True: at first contact authenticate by a mechanism from which an impostor learns a name, and something to guess a
   * password by (`serverProof` is "password"). Default: ERR_COUNTERSIGN_UNKNOWN_SERVER, before anything is sent.
   */
  readonly acceptGuessable?: boolean;
  /** The keys that are pinned for that server, encoded as `PublicKey.encoded`: those and no others count. None: empty. */
  pinned(place: ServerPlace): readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
  /**
   * Chooses the one key that the handshake is tried with, usually by asking a person to compare fingerprints, for as
   * long as that takes. `offer.keys` are not empty. Rejecting ends the connect.
   */
  meet(offer: KeyOffer): PublicKey | Promise<PublicKey>;
  /**
   * A session was established with this key, and the server has proven what the mechanism lets it prove: pin it.
   * Rejecting ends the session, and the connect.
   */
  remember(place: ServerPlace, key: PublicKey): void | Promise<void>;
  /**
   * The server has none of the pinned keys, or somebody says so: what to tell the caller, in words. `offer.keys`: what
   * the server says that it has, as far as it could be asked. Changes no pin. Default: the error of given keys.
   */
  mismatch?(offer: KeyOffer): string | Promise<string>;
}
