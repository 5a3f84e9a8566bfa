import { UsageError } from "@countersign/core";
import { type Ed25519PublicKey, isPublicKey, readPublicKey } from "./public-key.ts";

/** A client with any of these keys; `attributes` become those of the session's peer. */
export interface EnrolledClient {
  readonly keys: Ed25519PublicKey | readonly Ed25519PublicKey[];
  readonly attributes?: Readonly<Record<string, string>>;
}

/** The keys by which one client is known. */
export type ClientKeys = Ed25519PublicKey | readonly Ed25519PublicKey[] | EnrolledClient;

/** One that was checked. */
export interface KnownClient {
  /** 32 bytes each. */
  readonly keys: readonly Buffer[];
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Checks what a store has. `whose` completes "There is no public key …". Throws UsageError. */
export function readClient(given: ClientKeys | undefined, whose: string): KnownClient {
  if (given === undefined || given === "") {
    throw new UsageError("ERR_COUNTERSIGN_NO_KEY", `There is no public key ${whose}: is a variable unset?`);
  }
  if (isPublicKey(given) || isList(given)) return { keys: readKeys(given) };
  if (typeof given !== "object" || given === null || given.keys === undefined) {
    throw new UsageError(
      "ERR_COUNTERSIGN_INVALID_ARGUMENT",
      `What stands for the public key ${whose} is no key, no list of keys, and no { keys, attributes }.`,
    );
  }
  const { keys, attributes } = given;
  return { keys: readKeys(keys), ...(attributes && { attributes: { ...attributes } }) };
}

function readKeys(keys: Ed25519PublicKey | readonly Ed25519PublicKey[]): Buffer[] {
  return isList(keys) ? keys.map(readPublicKey) : [readPublicKey(keys)];
}

function isList(keys: ClientKeys): keys is readonly Ed25519PublicKey[] {
  return Array.isArray(keys);
}
