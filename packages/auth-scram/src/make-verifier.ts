import { randomBytes } from "node:crypto";
import { saltBytes } from "./decoys.ts";
import { deriveKeys } from "./exchange/keys.ts";
import { formatVerifier } from "./exchange/verifier.ts";
import { checkedIterations, checkOptions, usualIterations } from "./options.ts";
import { passwordBytes } from "./saslprep.ts";

export interface VerifierOptions {
  /** Rounds of PBKDF2, 4,096 or more: what a guess costs who stole the verifier, and each login the client. */
  readonly iterations?: number;
}

/**
 * What a server keeps of a password, under a new salt of 16 bytes: text that PostgreSQL takes, too. By default 600,000
 * iterations, some tenths of a second off the main thread. Rejects with UsageError: ERR_COUNTERSIGN_NO_KEY for a missing
 * or empty password, ERR_COUNTERSIGN_INVALID_ARGUMENT for options.
 */
export async function makeVerifier(password: string | undefined, options: VerifierOptions = {}): Promise<string> {
  checkOptions(options, ["iterations"]);
  const iterations = checkedIterations(options.iterations ?? usualIterations, "iterations");
  const salt = randomBytes(saltBytes);
  const { storedKey, serverKey } = await deriveKeys(passwordBytes(password), salt, iterations);
  return formatVerifier({ iterations, salt, storedKey, serverKey });
}
