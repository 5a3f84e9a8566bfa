import { realpath } from "node:fs/promises";
import { UsageError } from "@countersign/core";
import { type Decoys, newDecoySecret } from "../decoys.ts";
import { parseVerifier, verifierPrefix } from "../exchange/verifier.ts";
import { makeVerifier } from "../make-verifier.ts";
import { checkedAttributes, checkedIterations, checkOptions, invalid, usualIterations } from "../options.ts";
import { ownName, preparedName } from "../saslprep.ts";
import type { Credential, PasswordStore } from "../store.ts";
import { fileError, systemCode } from "./errors.ts";
import { decoysLine, type Line, userLine, writeLines } from "./lines.ts";
import { withLock } from "./lock.ts";
import { replaceFile } from "./replace.ts";
import { Snapshot } from "./snapshot.ts";

export interface PasswordFileOptions {
  /** Iterations of the verifiers that `set` makes, and of the answers to unknown names. By default the file's, or 600,000. */
  readonly iterations?: number;
}

/**
 * Users in a file, one a line. Several processes may change it at once, and a server sees what others have changed. Every
 * method rejects with UsageError ERR_COUNTERSIGN_PASSWORD_FILE when the file cannot be used; a line that is wrong is
 * named by its number. Names are taken as SASLprep makes them (RFC 4013).
 */
export interface PasswordFile extends PasswordStore {
  find(name: string): Promise<Credential | undefined>;
  /** Put into a file that has none, which it then has to be possible to write. */
  decoys(): Promise<Decoys>;
  /**
   * Adds a user, or gives it another password. Makes the file when there is none, for its owner alone to read. A text that
   * begins with SCRAM-SHA-256$ is a verifier. Without `attributes` a user keeps those it has.
   */
  set(name: string, password: string | undefined, attributes?: Readonly<Record<string, string>>): Promise<void>;
  /** Returns whether there was such a user. */
  remove(name: string): Promise<boolean>;
  /** The names, in the order of the file. */
  list(): Promise<string[]>;
}

/** Nothing is read before it is needed. Throws UsageError for a path or options that are none. */
export function passwordFile(path: string, options: PasswordFileOptions = {}): PasswordFile {
  if (typeof path !== "string" || path === "") throw invalid("A password file has a path: passwordFile(path).");
  checkOptions(options, ["iterations"]);
  if (options.iterations !== undefined) checkedIterations(options.iterations, "iterations");
  return new UserFile(path, options.iterations);
}

class UserFile implements PasswordFile {
  readonly #path: string;
  readonly #iterations: number | undefined;
  readonly #snapshot: Snapshot;

  constructor(path: string, iterations: number | undefined) {
    this.#path = path;
    this.#iterations = iterations;
    this.#snapshot = new Snapshot(path);
  }

  async find(name: string): Promise<Credential | undefined> {
    const { users } = await this.#snapshot.contents();
    return users.get(preparedName(name) ?? "")?.credential;
  }

  async decoys(): Promise<Decoys> {
    const { lines } = await this.#snapshot.contents();
    const decoys = decoysIn(lines) ?? decoysIn(await this.#edit((now) => now)) ?? missing();
    return { ...decoys, iterations: this.#iterations ?? decoys.iterations };
  }

  async set(name: string, password: string | undefined, attributes?: Readonly<Record<string, string>>): Promise<void> {
    const user = ownName(name);
    const given = attributes === undefined ? undefined : checkedAttributes(attributes);
    const verifier = await this.#verifierOf(password);
    await this.#edit((lines) => {
      const at = lines.findIndex((line) => line.user?.name === user);
      const kept = given ?? lines[at]?.user?.credential.attributes;
      const line = userLine(user, { verifier, ...(kept && { attributes: kept }) });
      return at < 0 ? [...lines, line] : lines.with(at, line);
    });
  }

  async remove(name: string): Promise<boolean> {
    const user = ownName(name);
    if (!(await this.#now()).some((line) => line.user?.name === user)) return false;
    let found = false;
    await this.#edit((lines) => {
      const left = lines.filter((line) => line.user?.name !== user);
      found = left.length < lines.length;
      return left;
    });
    return found;
  }

  async list(): Promise<string[]> {
    return [...(await this.#snapshot.contents()).users.keys()];
  }

  /** Hashed before the file is locked: it takes its time. */
  async #verifierOf(password: string | undefined): Promise<string> {
    if (!password?.startsWith?.(verifierPrefix)) return makeVerifier(password, { iterations: await this.#count() });
    parseVerifier(password);
    return password;
  }

  async #count(): Promise<number> {
    return this.#iterations ?? decoysIn(await this.#now())?.iterations ?? usualIterations;
  }

  /** Changes the lines as they are by then, while nobody else does; returns what they became. */
  async #edit(change: (lines: Line[]) => Line[]): Promise<readonly Line[]> {
    const file = await realpath(this.#path).catch(() => this.#path);
    try {
      return await withLock(file, async (stillHeld) => {
        const before = await this.#now();
        const after = this.#withDecoys(change([...before]));
        if (writeLines(after) !== writeLines(before)) await replaceFile(file, writeLines(after), stillHeld);
        return after;
      });
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw fileError(this.#path, `cannot be written (${systemCode(error)}).`, error);
    }
  }

  /** A file that is missing has no lines. */
  async #now(): Promise<readonly Line[]> {
    try {
      return (await this.#snapshot.contents()).lines;
    } catch (error) {
      if (systemCode((error as Error).cause) === "ENOENT") return [];
      throw error;
    }
  }

  #withDecoys(lines: readonly Line[]): readonly Line[] {
    const old = decoysIn(lines);
    const iterations = this.#iterations ?? old?.iterations ?? usualIterations;
    if (old?.iterations === iterations) return lines;
    const line = decoysLine({ secret: old?.secret ?? newDecoySecret(), iterations });
    return [line, ...lines.filter(({ decoys }) => !decoys)];
  }
}

function decoysIn(lines: readonly Line[]): Decoys | undefined {
  return lines.find(({ decoys }) => decoys)?.decoys;
}

function missing(): never {
  throw new TypeError("A file that was just written has decoys.");
}
