import { CountersignError } from "@countersign/core";
import { keyFileProblem } from "../key-file-problem.ts";
import { type AuthorizedKey, readLine } from "./line.ts";

/** A line that admits nobody, since its key is of another type than ssh-ed25519. */
export interface SkippedLine {
  /** From 1 on. */
  readonly line: number;
  /** "ssh-rsa" */
  readonly keyType: string;
}

/** What an authorized_keys file says. */
export interface Contents {
  /** By the client's name. */
  readonly keys: ReadonlyMap<string, AuthorizedKey>;
  readonly skipped: readonly SkippedLine[];
}

/** Throws UsageError ERR_COUNTERSIGN_KEY_FILE with the file's name and the line's number. */
export function readContents(file: string, bytes: Uint8Array): Contents {
  const keys = new Map<string, AuthorizedKey>();
  const lines = new Map<string, number>();
  const skipped: SkippedLine[] = [];
  for (const [index, text] of decode(file, bytes).split(/\r?\n/).entries()) {
    const line = index + 1;
    const read = readLineOf(file, line, text);
    if (read && "keyType" in read) skipped.push({ line, keyType: read.keyType });
    else if (read) {
      const first = lines.get(read.name);
      if (first) throw keyFileProblem(file, `cannot be used: line ${line} has the same name as line ${first}`);
      lines.set(read.name, line);
      keys.set(read.name, read);
    }
  }
  return { keys, skipped };
}

function decode(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw keyFileProblem(file, "cannot be used: it is not UTF-8");
  }
}

function readLineOf(file: string, line: number, text: string) {
  try {
    return readLine(text);
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    const problem =
      error.code === "ERR_COUNTERSIGN_KEY_FILE" ? error.message : `has a key that is none: ${error.message}`;
    throw keyFileProblem(file, `cannot be used: line ${line} ${problem}`);
  }
}
