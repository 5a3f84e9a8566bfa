import { type FileHandle, open, stat } from "node:fs/promises";
import { fileError, systemCode } from "./errors.ts";
import { type Line, readLines } from "./lines.ts";

/** What a password file says now: read again when anything about it has changed. */
export class Snapshot {
  readonly #path: string;
  #kept: { readonly stamp: string; readonly contents: Contents } | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Rejects with UsageError for a file that is missing, unreadable or wrong in some line. */
  async contents(): Promise<Contents> {
    try {
      if (this.#kept?.stamp === stampOf(await stat(this.#path, { bigint: true }))) return this.#kept.contents;
    } catch {
      // What is wrong with it, `open` says better.
    }
    const handle = await open(this.#path).catch((error) => {
      const make = systemCode(error) === "ENOENT" ? ": `set` makes it" : "";
      throw fileError(this.#path, `cannot be read (${systemCode(error)})${make}.`, error);
    });
    try {
      return await this.#read(handle);
    } finally {
      await handle.close();
    }
  }

  async #read(handle: FileHandle): Promise<Contents> {
    const before = await handle.stat({ bigint: true });
    const contents = contentsOf(readLines(await handle.readFile(), this.#path));
    // Another change within the same tick of the file system's clock would not show: such a file is read again.
    const settled = Math.abs(Date.now() - Number(before.mtimeMs)) > slowestTickMs;
    this.#kept = settled ? { stamp: stampOf(before), contents } : undefined;
    return contents;
  }
}

export interface Contents {
  readonly lines: readonly Line[];
  readonly users: ReadonlyMap<string, NonNullable<Line["user"]>>;
}

/** FAT counts in steps of 2 s. */
const slowestTickMs = 2_000;

function contentsOf(lines: readonly Line[]): Contents {
  const users = lines.flatMap(({ user }) => (user ? [[user.name, user] as const] : []));
  return { lines, users: new Map(users) };
}

function stampOf(stats: { ino: bigint; size: bigint; mtimeNs: bigint; ctimeNs: bigint }): string {
  return [stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join();
}
