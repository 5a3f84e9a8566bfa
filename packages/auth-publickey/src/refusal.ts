import { UsageError } from "@countersign/core";

/** Of a private key. `reason` quotes nothing of it. */
export function refused(reason: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `Not an Ed25519 private key: ${reason}.`);
}

export function damaged(): UsageError {
  return refused("it is damaged");
}
