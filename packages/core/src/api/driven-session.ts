import { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";
import type { Peer } from "../authenticator.ts";
import type { Arrival } from "../delivery/arrival.ts";
import type { SessionDriver, SessionOwner } from "../driver/driver.ts";
import { AbortedError, UsageError } from "../errors.ts";
import type { Limits } from "../limits.ts";
import type { SessionObserver } from "../observation/session-observer.ts";
import type { SessionStats } from "../observation/stats.ts";
import type { Traffic } from "../session/traffic.ts";
import { Consumer } from "./consumer.ts";
import { Deferred } from "./deferred.ts";
import { bytesOf, type Message } from "./message.ts";
import { invalid } from "./options.ts";
import { Sending } from "./sending.ts";
import type { Session, SessionEvents } from "./session.ts";
import { streamOf } from "./stream.ts";

/** What `connect` and `listen` give out: a session that a driver moves, and that hears from it what happens. */
export class DrivenSession extends EventEmitter<SessionEvents> implements Session, SessionOwner {
  readonly peer: Peer;
  // Private, so that printing a session does not show it.
  readonly #binding: Buffer;
  readonly #driver: SessionDriver;
  readonly #limits: Limits;
  readonly #observer: SessionObserver;
  readonly #consumer: Consumer;
  readonly #sending = new Sending();
  readonly #confirmed = new Deferred();
  readonly #gone = new Deferred();
  readonly #left: (session: DrivenSession) => void;
  #messagesSent = 0;
  #messagesReceived = 0;
  #bytesSent = 0;
  #bytesReceived = 0;
  #datagramsSent = 0;
  #datagramsReceived = 0;
  #closing = false;
  #over = false;
  #error: Error | undefined;

  /** `binding` is the session's from now on. `left` is called when it is over, whoever removes listeners. */
  constructor(
    driver: SessionDriver,
    limits: Limits,
    observer: SessionObserver,
    peer: Peer,
    binding: Uint8Array,
    left: (session: DrivenSession) => void = () => {},
  ) {
    super();
    this.peer = peer;
    this.#binding = Buffer.from(binding.buffer, binding.byteOffset, binding.length);
    this.#left = left;
    this.#driver = driver;
    this.#limits = limits;
    this.#observer = observer;
    this.#consumer = new Consumer({
      bufferBytes: limits.receiveBufferBytes,
      setReading: (reading) => driver.setReading(reading),
      finished: () => this.#finish(limits.closeTimeoutMs),
    });
    this.#watchListeners();
  }

  /** Node's own way back from `on`, which this session depends on. */
  override removeAllListeners(name?: string | symbol): this {
    if (name !== undefined) return super.removeAllListeners(name as "close");
    super.removeAllListeners(); // With undefined for a name it would remove nothing.
    this.#watchListeners();
    return this;
  }

  #watchListeners(): void {
    const hooks = this as unknown as EventEmitter;
    hooks.on("newListener", (name) => {
      if (name === "message") this.#consumer.listen((message) => this.emit("message", message));
    });
    hooks.on("removeListener", (name) => {
      if (name === "message" && this.listenerCount("message") === 0) this.#consumer.unlisten();
    });
  }

  /** Resolves when it is over. */
  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  get binding(): Buffer {
    return this.#binding;
  }

  get remoteAddress(): string {
    return this.#driver.remoteAddress;
  }

  get room(): number {
    return this.#limits.sendBufferBytes - (this.#driver.machine.traffic?.delivery.queuedBytes ?? 0);
  }

  get maxMessageBytes(): number {
    return this.#driver.machine.traffic?.maxMessageBytes ?? 0;
  }

  get maxDatagramBytes(): number {
    return this.#driver.machine.traffic?.delivery.maxDatagramBytes ?? 0;
  }

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

  sendDatagram(message: Message): boolean {
    const bytes = bytesOf(message);
    if (bytes.length > this.maxDatagramBytes) throw tooLarge(bytes.length, "datagram", this.maxDatagramBytes);
    if (this.#over || this.#closing || this.room <= 0) return false;
    if (!this.#driver.machine.traffic?.delivery.sendDatagram(bytes)) return false;
    this.#datagramsSent++;
    this.#driver.flushSoon();
    return true;
  }

  [Symbol.asyncIterator](): AsyncIterator<Buffer, undefined> {
    return this.#consumer.iterate();
  }

  batches(): AsyncIterable<readonly Buffer[], undefined> {
    return { [Symbol.asyncIterator]: () => this.#consumer.iterateBatches() };
  }

  stream(): Duplex {
    return streamOf(this, this.#consumer);
  }

  stats(): SessionStats {
    const { machine } = this.#driver;
    const traffic = machine.traffic as Traffic;
    const { keptBytes, ...pathStats } = traffic.pathStats;
    return {
      ...traffic.channel.stats,
      ...pathStats,
      messagesSent: this.#messagesSent,
      messagesReceived: this.#messagesReceived,
      bytesSent: this.#bytesSent,
      bytesReceived: this.#bytesReceived,
      datagramsSent: this.#datagramsSent,
      datagramsReceived: this.#datagramsReceived,
      packetsForged: machine.packetsForged,
      unreadBytes: this.#consumer.unreadBytes + keptBytes,
    };
  }

  close({ timeout = this.#limits.closeTimeoutMs }: { readonly timeout?: number } = {}): Promise<void> {
    if (!(timeout >= 0 && timeout < Number.POSITIVE_INFINITY)) throw invalid("`timeout` is a number of milliseconds.");
    this.#finish(timeout);
    return this.#confirmed.promise;
  }

  abort(reason?: unknown): void {
    if (this.#over) return;
    this.#consumer.drop();
    this.#driver.abort(new AbortedError("The session was aborted.", { cause: reason }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  // SessionOwner: what the driver tells.

  handleEstablished(): void {}

  handleMessages(arrival: Arrival): void {
    this.#messagesReceived += arrival.messages.length;
    this.#bytesReceived += arrival.bytes;
    this.#consumer.push(arrival);
  }

  handleDatagram(datagram: Buffer): void {
    this.#datagramsReceived++;
    this.emit("datagram", datagram);
  }

  handleWritable(): void {
    this.#sending.writable();
  }

  handleReleased(): void {
    this.#sending.released();
  }

  handleEnd(): void {
    this.#consumer.end(undefined);
  }

  handleConfirmed(): void {
    this.#confirmed.resolve();
  }

  handleClosed(error: Error | undefined): void {
    this.#over = true;
    this.#error = error;
    this.#sending.fail(error ?? closed());
    if (error) this.#confirmed.reject(error);
    else this.#confirmed.resolve();
    this.#consumer.end(error);
    this.#gone.resolve();
    this.#left(this);
    this.#observer.closed(error, () => this.stats());
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
