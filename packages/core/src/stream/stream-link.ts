import type { Duplex } from "node:stream";
import { PeerError } from "../errors.ts";
import type { Link, LinkSink, LinkTraits, Path } from "../link.ts";
import { maxStrangerPacketBytes } from "../wire.ts";

export interface StreamLinkOptions {
  /** The peer's address, for people to read. */
  readonly remoteAddress: string;
  /** Time a closing link gives its peer to take everything and close too, in milliseconds. By default 30,000. */
  readonly closeTimeoutMs?: number;
}

/**
 * A reliable link over an open stream of bytes: a socket, a pipe, a channel of another protocol. Each packet travels as
 * its length, a big-endian u32, and its bytes. Nobody else may read or write the stream.
 *
 * Every packet is sent from memory of its own, which is simple; a transport that has to be as fast as its socket, as
 * `tcp()` has, packs many into one write.
 */
export function streamLink(stream: Duplex, options: StreamLinkOptions): Link {
  return new StreamLink(stream, options);
}

const prefixBytes = 4;

const traits: LinkTraits = { reliable: true, basePacketBytes: 2 ** 16, maxPacketBytes: 2 ** 16 };

/** Bytes that may wait in the stream before nothing more is lent. */
const maxWaitingBytes = 2 ** 20;

class StreamLink implements Link {
  readonly traits = traits;
  readonly remoteAddress: string;
  readonly #stream: Duplex;
  readonly #path: Path;
  readonly #closeTimeoutMs: number;
  /** Undefined before `start`, and again once the owner is to be told no more. */
  #sink: LinkSink | undefined;
  #limit = maxStrangerPacketBytes;
  #paused = false;
  #refused = false;
  /** Nothing more is committed: closed, aborted or ended. */
  #over = false;
  #loan: Buffer | undefined;
  /** Length of the packet whose bytes come next. */
  #bytes: number | undefined;
  #failure: Error | undefined;
  #deadline: NodeJS.Timeout | undefined;

  constructor(stream: Duplex, { remoteAddress, closeTimeoutMs = 30_000 }: StreamLinkOptions) {
    this.remoteAddress = remoteAddress;
    this.#path = { address: remoteAddress, proven: true };
    this.#stream = stream;
    this.#closeTimeoutMs = closeTimeoutMs;
    stream.on("error", (error) => {
      this.#failure = error;
    });
    stream.on("close", () => {
      this.#end(this.#failure);
      clearTimeout(this.#deadline);
    });
  }

  start(sink: LinkSink): void {
    if (this.#over) return;
    this.#sink = sink;
    this.#stream.on("readable", () => this.#read());
    this.#stream.on("end", () => this.#end(undefined));
    this.#stream.on("drain", () => this.#handleDrain());
    if (this.#stream.closed) process.nextTick(() => this.#end(this.#failure));
  }

  reserve(bytes: number): Uint8Array | undefined {
    if (this.#over) return undefined;
    this.#refused = this.#stream.writableLength >= maxWaitingBytes;
    if (this.#refused) return undefined;
    this.#loan = Buffer.allocUnsafe(prefixBytes + bytes);
    return this.#loan.subarray(prefixBytes);
  }

  commit(bytes: number): void {
    const loan = this.#loan;
    this.#loan = undefined;
    if (!loan || bytes === 0 || this.#over) return;
    loan.writeUInt32BE(bytes);
    if (this.#stream.writableCorked === 0) this.#stream.cork();
    this.#stream.write(loan.subarray(0, prefixBytes + bytes));
  }

  flush(): void {
    this.#stream.uncork();
  }

  /** A stream has one path. */
  migrate(): void {}

  limitReceive(bytes: number): void {
    this.#limit = bytes;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    process.nextTick(() => this.#read());
  }

  close(): Promise<void> {
    this.#sink = undefined;
    this.#finish();
    return new Promise((resolve) => {
      if (this.#stream.closed) resolve();
      else this.#stream.once("close", () => resolve());
    });
  }

  abort(): void {
    this.#sink = undefined;
    this.#over = true;
    this.#stream.destroy();
  }

  #read(): void {
    let packets = 0;
    for (let packet = this.#nextPacket(); packet; packet = this.#nextPacket()) {
      packets++;
      this.#sink?.handlePacket(packet, this.#path);
    }
    if (packets > 0) this.#sink?.handleTurnEnd();
  }

  /** Undefined also when the owner no longer wants packets, which any `handlePacket` may have decided. */
  #nextPacket(): Uint8Array | undefined {
    if (!this.#sink || this.#paused) return undefined;
    this.#bytes ??= this.#take(prefixBytes)?.readUInt32BE();
    if (this.#bytes === undefined) return undefined;
    if (this.#bytes === 0 || this.#bytes > this.#limit) return this.#refuse(this.#bytes);
    const packet = this.#take(this.#bytes);
    if (packet) this.#bytes = undefined;
    return packet;
  }

  /** A stream that has ended gives fewer bytes than were asked for. */
  #take(bytes: number): Buffer | undefined {
    const taken: Buffer | null = this.#stream.read(bytes);
    return taken?.length === bytes ? taken : undefined;
  }

  #refuse(bytes: number): undefined {
    this.#stream.destroy();
    const message = `The peer sent a packet of ${bytes} bytes; 1 to ${this.#limit} are accepted`;
    this.#end(new PeerError("ERR_COUNTERSIGN_LIMIT", message));
  }

  #handleDrain(): void {
    if (!this.#refused) return;
    this.#refused = false;
    this.#sink?.handleWritable();
  }

  /** Sends what was committed, then the end, and reads on: a peer that still sends must not find the stream gone. */
  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#stream.closed) return;
    this.#deadline = setTimeout(() => this.#stream.destroy(), this.#closeTimeoutMs);
    this.#stream.end();
    this.#stream.removeAllListeners("readable");
    this.#stream.resume();
  }

  #end(cause: Error | undefined): void {
    const sink = this.#sink;
    if (!sink) return;
    this.#sink = undefined;
    this.#finish();
    sink.handleEnd(cause);
  }
}
