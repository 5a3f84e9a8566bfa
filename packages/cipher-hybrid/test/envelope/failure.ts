import { CountersignError, type ErrorCode } from "@countersign/core";

export interface Failure {
  readonly name: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly cause: unknown;
}

/** All that an application sees of a rejection. Throws when there is none, and what is no error of ours. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) throw new Error("Nothing failed");
  if (!(error instanceof CountersignError)) throw error;
  const { name, code, message, cause } = error;
  return { name, code, message, cause };
}

/** The one failure of everything behind the header. */
export const cannotBeOpened: Failure = {
  name: "PeerError",
  code: "ERR_COUNTERSIGN_ENVELOPE",
  message: "The envelope cannot be opened: it was changed or cut off, or its context is another one.",
  cause: undefined,
};
