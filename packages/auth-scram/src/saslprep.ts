import { UsageError } from "@countersign/core";
import saslprep from "@mongodb-js/saslprep";

/** Bytes that a name has at most, prepared and in UTF-8. */
const maxNameBytes = 255;

/** UTF-16 units that a text may have before it is prepared: SASLprep looks at each of them several times. */
const maxText = 1_024;

/**
 * A name in the one form that stands for all its spellings (RFC 4013, as a query: characters that Unicode 3.2 did not
 * know are let through), spec: A-24. Undefined for what is no name: it has characters that no name may have, or mixes
 * directions of writing, or is empty or too long.
 */
export function preparedName(text: string): string | undefined {
  if (text.length > maxText) return undefined;
  const name = prepared(text, { allowUnassigned: true });
  return name && Buffer.byteLength(name) <= maxNameBytes ? name : undefined;
}

/** As `preparedName`, for a name of the caller's: throws UsageError for what is none. */
export function ownName(text: string): string {
  const name = typeof text === "string" ? preparedName(text) : undefined;
  if (name !== undefined) return name;
  throw new UsageError(
    "ERR_COUNTERSIGN_INVALID_ARGUMENT",
    "A user's name is text of 1 to 255 bytes, without control characters and written in one direction (RFC 4013).",
  );
}

/**
 * A password's bytes: prepared as a stored string (RFC 4013), or as they are where that is not possible, as PostgreSQL
 * does it. Throws UsageError for a password that is missing, too long, or cut within a character; it is never told.
 */
export function passwordBytes(text: string | undefined): Uint8Array {
  if (text === undefined || text === "") {
    throw new UsageError("ERR_COUNTERSIGN_NO_KEY", "There is no password: is the environment variable set?");
  }
  if (typeof text !== "string" || text.length > maxText || /\p{Surrogate}/u.test(text)) {
    throw new UsageError(
      "ERR_COUNTERSIGN_INVALID_ARGUMENT",
      "A password is text of at most 1,024 UTF-16 units, without half of a character.",
    );
  }
  return Buffer.from(prepared(text, { allowUnassigned: false }) || text);
}

function prepared(text: string, options: { allowUnassigned: boolean }): string | undefined {
  try {
    return saslprep(text, options);
  } catch {
    return undefined;
  }
}
