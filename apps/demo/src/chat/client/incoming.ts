import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { reportBytes } from "../files/limits.ts";
import { numbered, safeName } from "../files/safe-name.ts";
import type { FromServer } from "../protocol.ts";

export type Coming = Extract<FromServer, { kind: "coming" }>;

/** A file that somebody sends us. It lies under another name until all of it is there, and never takes one that is taken. */
export class Incoming {
  readonly offer: Coming;
  readonly #folder: string;
  readonly #part: string;
  readonly #handle: FileHandle;
  readonly #hash = createHash("sha256");
  #bytes = 0;
  #reported = 0;

  private constructor(offer: Coming, folder: string, part: string, handle: FileHandle) {
    this.offer = offer;
    this.#folder = folder;
    this.#part = part;
    this.#handle = handle;
  }

  /** Rejects where `folder` cannot be made or written. */
  static async open(offer: Coming, folder: string): Promise<Incoming> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const part = join(folder, `.${randomBytes(8).toString("hex")}.part`);
    return new Incoming(offer, folder, part, await open(part, "wx", 0o600));
  }

  /** Bytes that are put away. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Puts bytes away. Returns whether it is time to report that. Rejects when they are too many, or cannot be stored. */
  async take(data: Uint8Array): Promise<boolean> {
    if (this.#bytes + data.length > this.offer.bytes) throw new Error("there came more than was said");
    this.#hash.update(data);
    for (let written = 0; written < data.length; ) {
      written += (await this.#handle.write(data, written)).bytesWritten;
    }
    this.#bytes += data.length;
    const isTime = this.#bytes - this.#reported >= reportBytes || this.#bytes === this.offer.bytes;
    if (isTime) this.#reported = this.#bytes;
    return isTime;
  }

  /** Gives it a name of its own. Rejects, and keeps nothing, unless it is what was sent. */
  async finish(sha256: string): Promise<{ readonly path: string; readonly sha256: string }> {
    const ours = this.#hash.digest("hex");
    if (this.#bytes < this.offer.bytes) throw new Error("there came less than was said");
    if (ours !== sha256) throw new Error(`it is not what was sent: its SHA-256 is ${ours}, and was ${sha256}`);
    await this.#handle.close();
    const path = await reserve(this.#folder, safeName(this.offer.file));
    await rename(this.#part, path);
    return { path, sha256: ours };
  }

  async discard(): Promise<void> {
    await this.#handle.close().catch(() => {});
    await rm(this.#part, { force: true }).catch(() => {});
  }
}

/** Makes an empty file of that name, or of the first with a number that is free: nobody else can have it from then on. */
async function reserve(folder: string, name: string): Promise<string> {
  for (let count = 0; count < mostOfOneName; count++) {
    const path = join(folder, numbered(name, count));
    try {
      await (await open(path, "wx", 0o600)).close();
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  throw new Error(`there are ${mostOfOneName} files of that name already`);
}

const mostOfOneName = 1_000;
