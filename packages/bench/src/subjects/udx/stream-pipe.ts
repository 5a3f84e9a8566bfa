import { FrameReader } from "../frame-reader.ts";
import type { Pipe, Sink } from "../subject.ts";
import type { UdxStream } from "./module.ts";

/** Messages behind their lengths over a udx stream, what is sent in one turn in one write. */
export class StreamPipe implements Pipe {
  readonly #stream: UdxStream;
  readonly #closed: Promise<void>;
  #gathered: Buffer[] = [];
  #gatheredBytes = 0;
  #full = false;

  constructor(stream: UdxStream) {
    this.#stream = stream;
    stream.on("drain", () => {
      this.#full = false;
    });
    this.#closed = new Promise((resolve) => stream.once("close", () => resolve()));
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
    this.#stream.on("error", (error) => {
      failure = error;
    });
    // A stream is over when both sides have ended it.
    this.#stream.on("end", () => this.#stream.end());
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

const gatheredBytes = 256 * 1024;
