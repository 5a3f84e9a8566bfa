import { CountersignError, UsageError } from "../errors.ts";
import { mayBeKey } from "../shown.ts";

/**
 * `problem` completes "Key file server.key.pem …" and says what to do. `cause`: only what the file system said. A key in
 * place of the file's name is not repeated, and the file system's error would.
 */
export function keyFileError(file: string, problem: string, cause?: unknown): UsageError {
  if (mayBeKey(file)) {
    return new UsageError(
      "ERR_COUNTERSIGN_KEY_FILE",
      "The name of a key file is wanted, and this may be a key itself.",
    );
  }
  return new UsageError(
    "ERR_COUNTERSIGN_KEY_FILE",
    `Key file ${file} ${problem}`,
    cause === undefined ? undefined : { cause },
  );
}

/**
 * Runs what a cipher does with a key out of `file`, and names the file in its error. What other code throws there is
 * left out: it might quote the key.
 */
export function acceptFrom<Key>(file: string, accept: () => Key): Key {
  try {
    return accept();
  } catch (error) {
    const reason = error instanceof CountersignError ? error.message : "it is damaged";
    throw keyFileError(file, `cannot be used: ${reason}`);
  }
}
