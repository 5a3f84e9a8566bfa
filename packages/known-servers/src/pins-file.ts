import { randomBytes } from "node:crypto";
import type { Stats } from "node:fs";
import { open, realpath, rename, rm, writeFile } from "node:fs/promises";
import { UsageError } from "@countersign/core";
import { systemCode } from "@countersign/core/key-files";
import { withLock } from "./lock.ts";
import { firstLine, formatLines, type Line, parseLines } from "./pins-text.ts";

/**
 * A file with a line for each pin. Readers find it whole at any time: it is replaced, never written into, and by one
 * process at a time. Every method rejects with UsageError ERR_COUNTERSIGN_KEY_FILE, which names file and line.
 */
export class PinsFile {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** Its lines; none when there is no such file. */
  async read(): Promise<readonly Line[]> {
    try {
      return parseLines(await this.#readOwn(), (problem, line) => this.#error(problem, line));
    } catch (error) {
      if (systemCode(error) === "ENOENT") return [];
      throw error instanceof UsageError ? error : this.#error(`cannot be read: ${systemCode(error)}`, undefined, error);
    }
  }

  /** Replaces its lines by those that `change` makes of them; it is left alone when that returns the same. */
  async update(change: (lines: readonly Line[]) => readonly string[] | undefined): Promise<void> {
    // Where the name is a link, the file behind it is meant.
    const file = await realpath(this.name).catch(() => this.name);
    await withLock(
      `${file}.lock`,
      (problem, cause) => this.#error(problem, undefined, cause),
      async () => {
        const changed = change(await this.read());
        if (changed) await this.#replace(file, changed[0] === firstLine ? changed : [firstLine, ...changed]);
      },
    );
  }

  async #replace(file: string, lines: readonly string[]): Promise<void> {
    const draft = `${file}.${randomBytes(8).toString("hex")}.tmp`;
    try {
      await writeFile(draft, formatLines(lines), { flag: "wx", mode: 0o600, flush: true });
      await rename(draft, file);
    } catch (error) {
      throw this.#error(`cannot be written: ${systemCode(error)}`, undefined, error);
    } finally {
      await rm(draft, { force: true });
    }
  }

  async #readOwn(): Promise<string> {
    const handle = await open(this.name);
    try {
      this.#requireOwn(await handle.stat());
      return await handle.readFile("utf8");
    } finally {
      await handle.close();
    }
  }

  /** Who may write it decides whom a client believes. Windows has no such bits. */
  #requireOwn({ mode, uid }: Stats): void {
    if (process.platform === "win32") return;
    if (uid !== process.getuid?.() && uid !== 0) {
      throw this.#error("belongs to another user of this machine. Look at it, and make it yours: chown");
    }
    if ((mode & 0o022) === 0) return;
    throw this.#error("may be changed by other users of this machine. Look at it, and take that from them: chmod 600");
  }

  #error(problem: string, line?: number, cause?: unknown): UsageError {
    const place = line === undefined ? "" : `, line ${line},`;
    const options = cause === undefined ? undefined : { cause };
    return new UsageError(
      "ERR_COUNTERSIGN_KEY_FILE",
      `The file of known servers ${this.name}${place} ${problem}.`,
      options,
    );
  }
}
