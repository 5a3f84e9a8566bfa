import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import type { Session } from "@countersign/core";
import { inUnits } from "../files/amounts.ts";
import { maxChunkBytes, maxFileBytes, windowBytes } from "../files/limits.ts";
import { encode } from "../protocol.ts";

/** A file that we send: as fast as the slowest who receives it puts it away. */
export class Outgoing {
  readonly file: string;
  readonly bytes: number;
  readonly #handle: FileHandle;
  #transfer: number | undefined;
  #had = 0;
  #sha256: string | undefined;
  #isStopped = false;
  #wake = () => {};

  private constructor(handle: FileHandle, file: string, bytes: number) {
    this.#handle = handle;
    this.file = file;
    this.bytes = bytes;
  }

  /** Rejects with an error for people where there is no file, or one that is too large. */
  static async open(path: string): Promise<Outgoing> {
    const handle = await open(path);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw new Error("that is no file");
      if (stats.size > maxFileBytes) throw new Error(`files of more than ${inUnits(maxFileBytes)} are not sent`);
      return new Outgoing(handle, basename(path).slice(0, 255), stats.size);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** The number that the server gave it; undefined before. */
  get transfer(): number | undefined {
    return this.#transfer;
  }

  /** Bytes that everybody has put away. */
  get had(): number {
    return this.#had;
  }

  /** Of all that was sent, in hex; undefined until it was. */
  get sha256(): string | undefined {
    return this.#sha256;
  }

  /** Everybody has put away so many bytes. */
  report(bytes: number): void {
    this.#had = Math.min(this.bytes, Math.max(this.#had, bytes));
    this.#wake();
  }

  /** Sends all of it, or what there is until `stop`. Rejects when the file cannot be read on, or the session is over. */
  async send(session: Session, transfer: number): Promise<void> {
    this.#transfer = transfer;
    const hash = createHash("sha256");
    const buffer = Buffer.alloc(maxChunkBytes);
    for (let sent = 0; sent < this.bytes; ) {
      const size = Math.min(maxChunkBytes, this.bytes - sent);
      await this.#untilRoomFor(sent + size);
      if (this.#isStopped) return;
      const { bytesRead } = await this.#handle.read(buffer, 0, size, sent);
      if (bytesRead === 0) throw new Error("it became shorter meanwhile");
      const data = buffer.subarray(0, bytesRead);
      hash.update(data);
      sent += bytesRead;
      await session.send(encode({ kind: "chunk", transfer, data }));
    }
    this.#sha256 = hash.digest("hex");
    await session.send(encode({ kind: "finish", transfer, sha256: this.#sha256 }));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake();
    await this.#handle.close().catch(() => {});
  }

  async #untilRoomFor(end: number): Promise<void> {
    while (end > this.#had + windowBytes && !this.#isStopped) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
