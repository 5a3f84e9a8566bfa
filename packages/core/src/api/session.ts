import { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";
import type { Peer } from "../authenticator.ts";
import type { SessionDriver, SessionOwner } from "../driver/driver.ts";
import { AbortedError, UsageError } from "../errors.ts";
import type { Limits } from "../limits.ts";
import { Consumer } from "./consumer.ts";
import { Deferred } from "./deferred.ts";
import { bytesOf, type Message } from "./message.ts";
import { invalid } from "./options.ts";
import { Sending } from "./sending.ts";
import type { SessionStats } from "./stats.ts";
import { streamOf } from "./stream.ts";

export interface SessionEvents {
  /** A message that has arrived. Listening takes the session's messages, as an iteration would. */
  message: [message: Buffer];
  datagram: [datagram: Buffer];
  /** It is over; `error` is undefined after a proper close. The last event. */
  close: [error: Error | undefined];
}

/** Node's own events, by which the session learns that someone listens. */
interface AllEvents extends SessionEvents {
  newListener: [name: string | symbol];
  removeListener: [name: string | symbol];
}

/**
 * An authenticated, encrypted connection to one peer. Messages arrive whole, once and in order. They come out once: by
 * iteration, by `batches`, by `stream` or by a "message" listener; a second consumer throws ERR_COUNTERSIGN_CONSUMED.
 * A message is a view of its packet: copy it before keeping it long, it keeps up to 128 KiB alive.
 */
export class Session
  extends EventEmitter<AllEvents>
  implements AsyncIterable<Buffer, undefined>, AsyncDisposable, SessionOwner
{
  /** Who is at the other end. */
  readonly peer: Peer;
  // Private, so that printing a session does not show it.
  readonly #binding: Buffer;
  readonly #driver: SessionDriver;
  readonly #limits: Limits;
  readonly #consumer: Consumer;
  readonly #sending = new Sending();
  readonly #confirmed = new Deferred();
  #messagesSent = 0;
  #messagesReceived = 0;
  #bytesSent = 0;
  #bytesReceived = 0;
  #closing = false;
  #over = false;
  #error: Error | undefined;

  /** Sessions come from `connect` and `listen`. */
  constructor(driver: SessionDriver, limits: Limits, peer: Peer, binding: Uint8Array) {
    super();
    this.peer = peer;
    this.#binding = Buffer.from(binding);
    this.#driver = driver;
    this.#limits = limits;
    this.#consumer = new Consumer({
      bufferBytes: limits.receiveBufferBytes,
      setReading: (reading) => driver.setReading(reading),
      finished: () => this.#finish(limits.closeTimeoutMs),
    });
    this.#watchListeners();
  }

  /** Node's own way back from `on`, which this session depends on. */
  override removeAllListeners(name?: string | symbol): this {
    super.removeAllListeners(name as "close");
    if (name === undefined) {
      this.#consumer.unlisten();
      this.#watchListeners();
    }
    return this;
  }

  #watchListeners(): void {
    this.on("newListener", (name) => {
      if (name === "message") this.#consumer.listen((message) => this.emit("message", message));
    });
    this.on("removeListener", (name) => {
      if (name === "message" && this.listenerCount("message") === 0) this.#consumer.unlisten();
    });
  }

  /**
   * 32 secret bytes of this session, known to both ends only: a channel binding (RFC 5056) for protocols above. No
   * property of the object, so that who logs a session does not log them.
   */
  get binding(): Buffer {
    return this.#binding;
  }

  /** The peer's address, for people to read. */
  get remoteAddress(): string {
    return this.#driver.remoteAddress;
  }

  /** Bytes that `send` would take at once; 0 or less: await its promise. */
  get room(): number {
    return this.#limits.sendBufferBytes - (this.#driver.machine.traffic?.delivery.queuedBytes ?? 0);
  }

  /** Largest message the peer accepts, in bytes. */
  get maxMessageBytes(): number {
    return this.#driver.machine.maxMessageBytes;
  }

  /** Largest datagram that can be sent, in bytes. */
  get maxDatagramBytes(): number {
    return this.#driver.machine.traffic?.delivery.maxDatagramBytes ?? 0;
  }

  /**
   * Sends one message. The promise resolves when there is room again, and the bytes may then be reused; small messages
   * are copied at once. It may be left unawaited while `room` is above 0. Rejects with ERR_COUNTERSIGN_CLOSED after a
   * close, otherwise with what ended the session. Throws UsageError on what is no message or is larger than the peer
   * accepts.
   */
  send(message: Message): Promise<void> {
    const bytes = bytesOf(message);
    if (bytes.length > this.maxMessageBytes) throw tooLarge(bytes.length, "message", this.maxMessageBytes);
    if (this.#over || this.#closing) return this.#refused();
    const written = this.#driver.machine.send(bytes) ? undefined : this.#sending.large();
    this.#messagesSent++;
    this.#bytesSent += bytes.length;
    this.#driver.flushSoon();
    return written ?? (this.#over ? this.#refused() : this.#sending.small(this.room > 0));
  }

  /**
   * Sends one unreliable datagram: it arrives whole or not at all, in any order. False: dropped, there is no room.
   * Throws UsageError on one larger than `maxDatagramBytes`.
   */
  sendDatagram(message: Message): boolean {
    const bytes = bytesOf(message);
    if (bytes.length > this.maxDatagramBytes) throw tooLarge(bytes.length, "datagram", this.maxDatagramBytes);
    if (this.#over || this.#closing || this.room <= 0) return false;
    this.#driver.machine.traffic?.delivery.sendDatagram(bytes);
    this.#driver.flushSoon();
    return true;
  }

  /** Ends when the peer has closed; throws what ended the session otherwise. Breaking out leaves the session open. */
  [Symbol.asyncIterator](): AsyncIterator<Buffer, undefined> {
    return this.#consumer.iterate();
  }

  /** All messages that have arrived, as one array a turn: the fast way for many small messages. */
  batches(): AsyncIterable<readonly Buffer[], undefined> {
    return { [Symbol.asyncIterator]: () => this.#consumer.iterateBatches() };
  }

  /** The session as a stream of bytes: the boundaries of messages are lost. Ending it closes the session. */
  stream(): Duplex {
    return streamOf(this, this.#consumer);
  }

  stats(): SessionStats {
    const { machine } = this.#driver;
    return {
      messagesSent: this.#messagesSent,
      messagesReceived: this.#messagesReceived,
      bytesSent: this.#bytesSent,
      bytesReceived: this.#bytesReceived,
      packetsForged: machine.packetsForged,
      packetsReplayed: machine.traffic?.replayed ?? 0,
      packetBytes: machine.traffic?.packetBytes ?? 0,
    };
  }

  /**
   * Sends nothing more. Resolves when the peer has confirmed that everything sent has arrived. It may still answer and
   * be read, until it has taken all its messages and closed too, which is the end: the "close" event. Rejects with what
   * ends the session before that, ERR_COUNTERSIGN_CLOSE_TIMEOUT after `timeout` milliseconds: the peer is too slow, or
   * so much of what it sent is unread here that its answer cannot be seen.
   */
  close({ timeout = this.#limits.closeTimeoutMs }: { readonly timeout?: number } = {}): Promise<void> {
    if (!(timeout >= 0 && timeout < Number.POSITIVE_INFINITY)) throw invalid("`timeout` is a number of milliseconds.");
    this.#finish(timeout);
    return this.#confirmed.promise;
  }

  /** Ends at once and tells the peer; what is not yet sent is lost. `reason` becomes the cause of the error. */
  abort(reason?: unknown): void {
    if (!this.#over) this.#driver.abort(new AbortedError("The session was aborted.", { cause: reason }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  // SessionOwner: what the driver tells.

  /** @internal */
  handleEstablished(): void {}

  /** @internal */
  handleMessage(message: Buffer): void {
    this.#messagesReceived++;
    this.#bytesReceived += message.length;
    this.#consumer.push(message);
  }

  /** @internal */
  handleDatagram(datagram: Buffer): void {
    this.emit("datagram", datagram);
  }

  /** @internal */
  handlePacketEnd(): void {
    this.#consumer.packetEnd();
  }

  /** @internal */
  handleWritable(): void {
    this.#sending.writable();
  }

  /** @internal */
  handleReleased(): void {
    this.#sending.released();
  }

  /** @internal */
  handleEnd(): void {
    this.#consumer.end(undefined);
  }

  /** @internal */
  handleConfirmed(): void {
    this.#confirmed.resolve();
  }

  /** @internal */
  handleClosed(error: Error | undefined): void {
    this.#over = true;
    this.#error = error;
    this.#sending.fail(error ?? closed());
    if (error) this.#confirmed.reject(error);
    else this.#confirmed.resolve();
    this.#consumer.end(error);
    this.emit("close", error);
  }

  #finish(timeoutMs: number): void {
    if (this.#over) return;
    this.#closing = true;
    this.#driver.close(timeoutMs);
  }

  #refused(): Promise<void> {
    const refused = new Deferred();
    refused.reject(this.#error ?? closed());
    return refused.promise;
  }
}

function closed(): UsageError {
  return new UsageError("ERR_COUNTERSIGN_CLOSED", "The session is closed: nothing more can be sent.");
}

function tooLarge(bytes: number, what: string, limit: number): UsageError {
  return new UsageError(
    "ERR_COUNTERSIGN_MESSAGE_TOO_LARGE",
    `A ${what} of ${bytes} bytes is larger than the ${limit} bytes that fit this session.`,
  );
}
