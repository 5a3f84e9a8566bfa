import { UsageError } from "@countersign/core";

/**
 * `problem` completes "Key file alice_key …". For a file that was opened: the name of one that was not might be a key in
 * its place, which `keyFileError` of core does not repeat, and a long path without a dot looks like one.
 */
export function keyFileProblem(file: string, problem: string, cause?: unknown): UsageError {
  const options = cause === undefined ? undefined : { cause };
  return new UsageError("ERR_COUNTERSIGN_KEY_FILE", `Key file ${file} ${problem}`, options);
}
