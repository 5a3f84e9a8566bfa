import { UsageError } from "@countersign/core";

/** `problem` completes "Password file users.txt …" and says what to do. `cause`: only what the file system said. */
export function fileError(path: string, problem: string, cause?: unknown): UsageError {
  return new UsageError(
    "ERR_COUNTERSIGN_PASSWORD_FILE",
    `Password file ${path} ${problem}`,
    cause === undefined ? undefined : { cause },
  );
}

/** The code of an error of the file system's: "ENOENT". */
export function systemCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}
