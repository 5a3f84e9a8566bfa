import { UsageError } from "@countersign/core";
import { type Decoys, decoyVerifier } from "./decoys.ts";
import { parseVerifier, type Verifier } from "./exchange/verifier.ts";
import type { Credential, Found, PasswordStore } from "./store.ts";

/** What an attempt goes on with, whether or not there is somebody of that name. */
export interface Account {
  readonly known: boolean;
  readonly verifier: Verifier;
  /** As the store has them: not looked at before the client has proven itself. */
  readonly attributes?: Credential["attributes"] | undefined;
  /** Why the store's answer is of no use: the attempt goes on as for an unknown name, and is refused for this. */
  readonly failure?: unknown;
}

/** The same work for a name that is known and one that is not (spec: A-27): a decoy is made and one verifier is read. */
export async function findAccount(store: PasswordStore, decoys: Decoys, name: string): Promise<Account> {
  const decoy = decoyVerifier(decoys, name);
  try {
    const found = credentialFrom(await store.find(name));
    const verifier = parseVerifier(found?.verifier ?? decoy);
    return { known: found !== undefined, verifier, attributes: found?.attributes };
  } catch (failure) {
    return { known: false, verifier: parseVerifier(decoy), failure };
  }
}

function credentialFrom(found: Found | null): Credential | undefined {
  if (found === undefined || found === null) return undefined;
  const credential = typeof found === "string" ? { verifier: found } : found;
  if (typeof credential.verifier === "string") return credential;
  throw new UsageError(
    "ERR_COUNTERSIGN_VERIFIER",
    "A look-up returns a verifier, { verifier, attributes }, or undefined.",
  );
}
