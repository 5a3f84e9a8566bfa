import type { Socket } from "node:net";
import { FrameReader } from "./frame-reader.ts";
import type { Pipe, Sink } from "./subject.ts";

/** What both ends set: no waiting to fill a segment, and as many bytes in flight as a session lets wait. */
export const socketOptions = { noDelay: true, highWaterMark: 1024 * 1024 };

/**
 * Messages over a socket of node:net or node:tls: one `write` for each message behind its length, and what is written
 * in one turn of the event loop leaves together. Controls that share it differ in nothing but their socket.
 */
export class FramedSocket implements Pipe {
  readonly #socket: Socket;
  readonly #closed: Promise<void>;

  /** Called in the turn in which the socket connected. */
  constructor(socket: Socket) {
    this.#socket = socket;
    this.#closed = new Promise((resolve) => socket.once("close", () => resolve()));
  }

  /** Called once, in the same turn. */
  read(sink: Sink): void {
    const reader = new FrameReader();
    let failure: Error | undefined;
    this.#socket.on("data", (chunk: Buffer) => {
      try {
        const messages = reader.read(chunk);
        if (messages.length > 0) sink.handleMessages(messages);
      } catch (error) {
        this.#socket.destroy(error as Error);
      }
    });
    this.#socket.on("error", (error) => {
      failure = error;
    });
    this.#socket.on("close", () => sink.handleEnd(failure));
  }

  send(message: Buffer): Promise<void> | undefined {
    this.#gather();
    if (message.length > copiedUpToBytes) {
      const prefix = Buffer.allocUnsafe(4);
      prefix.writeUInt32BE(message.length);
      this.#socket.write(prefix);
      this.#socket.write(message);
    } else {
      const frame = Buffer.allocUnsafe(4 + message.length);
      frame.writeUInt32BE(message.length);
      message.copy(frame, 4);
      this.#socket.write(frame);
    }
    return this.#socket.writableNeedDrain ? this.#drained() : undefined;
  }

  async close(): Promise<void> {
    this.#socket.end();
    await this.#closed;
  }

  #gather(): void {
    if (this.#socket.writableCorked > 0) return;
    this.#socket.cork();
    process.nextTick(uncork, this.#socket);
  }

  #drained(): Promise<void> {
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      const handleDrain = () => {
        socket.off("close", handleClose);
        resolve();
      };
      const handleClose = () => reject(new Error("the connection ended before everything was sent"));
      socket.once("drain", handleDrain).once("close", handleClose);
    });
  }
}

/** Below it a copy behind the prefix costs less than handing the kernel two pieces. */
const copiedUpToBytes = 32 * 1024;

function uncork(socket: Socket): void {
  socket.uncork();
}
