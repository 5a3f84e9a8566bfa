import type { Duplex } from "node:stream";
import { FrameReader } from "../frame-reader.ts";
import type { Pipe, Sink } from "../subject.ts";

/** What is used of a stream, be it of node:stream or of streamx. */
export type ByteStream = Pick<Duplex, "write" | "end" | "destroy" | "on" | "once" | "off">;

/** Messages behind their lengths over any stream of bytes, what is sent in one turn in one write. */
export class StreamPipe implements Pipe {
  readonly #stream: ByteStream;
  readonly #closed: Promise<void>;
  #gathered: Buffer[] = [];
  #gatheredBytes = 0;
  #full = false;

  constructor(stream: ByteStream) {
    this.#stream = stream;
    stream.on("drain", () => {
      this.#full = false;
    });
    this.#closed = new Promise((resolve) => {
      stream.once("close", () => resolve());
      // Both sides have said everything: whether the last acknowledgement arrives, too, is nobody's business.
      stream.once("end", () => setTimeout(resolve, lingerMs).unref());
    });
  }

  /** Called once, before anything can arrive. */
  read(sink: Sink): void {
    const reader = new FrameReader();
    let failure: Error | undefined;
    this.#stream.on("data", (chunk: Buffer) => {
      try {
        const messages = reader.read(chunk);
        if (messages.length > 0) sink.handleMessages(messages);
      } catch (error) {
        this.#stream.destroy(error as Error);
      }
    });
    let ended = false;
    this.#stream.on("error", (error) => {
      // The other side ends when it has everything; that it was gone when the last acknowledgement was due harms nothing.
      if (!ended) failure = error;
    });
    // A stream is over when both sides have ended it.
    this.#stream.on("end", () => {
      ended = true;
      this.#stream.end();
    });
    this.#stream.on("close", () => sink.handleEnd(failure));
  }

  send(message: Buffer): Promise<void> | undefined {
    const prefix = Buffer.allocUnsafe(4);
    prefix.writeUInt32BE(message.length);
    if (this.#gathered.length === 0) process.nextTick(() => this.#flush());
    this.#gathered.push(prefix, message);
    this.#gatheredBytes += message.length;
    if (this.#gatheredBytes >= gatheredBytes) this.#flush();
    return this.#full ? this.#drained() : undefined;
  }

  async close(): Promise<void> {
    this.#flush();
    this.#stream.end();
    await this.#closed;
  }

  #flush(): void {
    if (this.#gathered.length === 0) return;
    this.#full = !this.#stream.write(Buffer.concat(this.#gathered));
    this.#gathered = [];
    this.#gatheredBytes = 0;
  }

  #drained(): Promise<void> {
    return new Promise((resolve, reject) => {
      const handleDrain = () => {
        this.#stream.off("close", handleClose);
        resolve();
      };
      const handleClose = () => reject(new Error("the connection ended before everything was sent"));
      this.#stream.once("drain", handleDrain).once("close", handleClose);
    });
  }
}

const lingerMs = 500;
const gatheredBytes = 256 * 1024;
