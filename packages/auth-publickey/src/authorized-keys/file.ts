import { type FileHandle, open } from "node:fs/promises";
import { UsageError } from "@countersign/core";
import { keyFileError, systemCode } from "@countersign/core/key-files";
import { keyFileProblem } from "../key-file-problem.ts";
import type { ClientLookUp } from "../public-keys.ts";
import { type Contents, readContents, type SkippedLine } from "./contents.ts";
import { type Stamp, sameStamp, stampOf } from "./stamp.ts";

export type { SkippedLine } from "./contents.ts";

export interface AuthorizedKeysOptions {
  /** Called for each line with a key of another type, at the start and whenever the file is read again. */
  readonly onSkipped?: (skipped: SkippedLine) => void;
}

/**
 * Looks clients up in an OpenSSH authorized_keys file; the comment of a line is the client's name:
 *
 *     ssh-ed25519 AAAA… alice
 *     expiry-time="20271231Z" ssh-ed25519 AAAA… bob
 *
 * Each attempt sees the file as it is then: a line that was removed admits nobody any more. Sessions that are open stay
 * open. Write a new file and rename it; one that is refused, or gone, admits nobody until it is mended.
 *
 * Rejects with UsageError ERR_COUNTERSIGN_KEY_FILE, which names the line, for one without a comment or with the name of
 * another, for an option other than `expiry-time`, and for a key that nobody may use (spec: A-35). So does the look-up.
 */
export async function authorizedKeys(
  file: string,
  { onSkipped = () => {} }: AuthorizedKeysOptions = {},
): Promise<ClientLookUp> {
  if (typeof file !== "string" || file === "") {
    throw new UsageError("ERR_COUNTERSIGN_KEY_FILE", "The name of an authorized_keys file is missing.");
  }
  const keys = new AuthorizedKeysFile(file, onSkipped);
  await keys.read();
  return (name) => keys.find(name);
}

class AuthorizedKeysFile {
  readonly #file: string;
  readonly #onSkipped: (skipped: SkippedLine) => void;
  #latest: { readonly contents: Contents; readonly stamp: Stamp } | undefined;

  constructor(file: string, onSkipped: (skipped: SkippedLine) => void) {
    this.#file = file;
    this.#onSkipped = onSkipped;
  }

  async find(name: string): Promise<string | undefined> {
    const { keys } = await this.read();
    const { key, expires = Number.POSITIVE_INFINITY } = keys.get(name) ?? {};
    return Date.now() < expires ? key : undefined;
  }

  /** The file as it is now (spec: A-36). */
  async read(): Promise<Contents> {
    const handle = await open(this.#file).catch((error) => {
      throw keyFileError(this.#file, `cannot be read: ${systemCode(error)}`, error);
    });
    try {
      return await this.#readFrom(handle);
    } finally {
      await handle.close();
    }
  }

  async #readFrom(handle: FileHandle): Promise<Contents> {
    const stamp = await this.#access(() => stampOf(handle));
    if (this.#latest?.stamp.settled && sameStamp(this.#latest.stamp, stamp)) return this.#latest.contents;
    const bytes = await this.#access(() => handle.readFile());
    // Half of what somebody is writing could be a key under another name.
    if (!sameStamp(stamp, await this.#access(() => stampOf(handle)))) {
      throw keyFileProblem(this.#file, "was written to while it was read. Write a new file, and rename it");
    }
    const contents = readContents(this.#file, bytes);
    this.#latest = { contents, stamp };
    for (const skipped of contents.skipped) this.#onSkipped(skipped);
    return contents;
  }

  async #access<Result>(call: () => Promise<Result>): Promise<Result> {
    try {
      return await call();
    } catch (error) {
      throw keyFileProblem(this.#file, `cannot be read: ${systemCode(error)}`, error);
    }
  }
}
