import type { Decoys } from "./decoys.ts";

/** What a store knows of a user. */
export interface Credential {
  /** What `makeVerifier` made, or PostgreSQL keeps: SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey. */
  readonly verifier: string;
  /** Go to `session.peer.attributes` on the server. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A verifier with or without attributes; undefined for a name that nobody has. */
export type Found = Credential | string | undefined;

/**
 * Finds a user by the name as SASLprep makes it (RFC 4013): keep names in that form, or two accounts may have one name.
 * Let it take as long for unknown names as for known ones.
 */
export type Find = (name: string) => Found | Promise<Found>;

export interface PasswordStore {
  find(name: string): Found | Promise<Found>;
  /** What unknown names are answered from, where the store keeps that. Asked for with each attempt, before `find`. */
  decoys?(): Decoys | Promise<Decoys>;
}
