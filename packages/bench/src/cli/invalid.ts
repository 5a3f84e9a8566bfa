import { UsageError } from "@countersign/core";

/** The error for arguments that make no sense. */
export function invalid(message: string, cause?: unknown): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message, { cause });
}
