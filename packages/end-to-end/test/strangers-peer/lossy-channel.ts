import { type Bytes, join, Reader } from "./bytes.ts";
import type { DatagramRoad } from "./datagram-road.ts";
import { Arrived, IncomingStream } from "./incoming.ts";
import type { AeadName } from "./key-schedule.ts";
import { Outgoing } from "./outgoing.ts";
import { Direction, frames } from "./packets.ts";

export interface LossyOptions {
  readonly road: DatagramRoad;
  readonly aead: AeadName;
  /** Secrets of the directions. */
  readonly ours: Buffer;
  readonly theirs: Buffer;
  readonly exporter: Buffer;
  /** initialMaxData of either side. */
  readonly window: number;
  readonly credit: number;
}

/** A session in epoch 1 over a link that loses packets: docs/spec/recovery.md, as simply as it allows. */
export class LossyChannel implements AsyncDisposable {
  readonly exporter: Buffer;
  readonly datagrams: Buffer[] = [];
  /** Resolves when the session is closed properly, and rejects when it ends otherwise. */
  readonly closed: Promise<void>;
  readonly #options: LossyOptions;
  readonly #sending: Direction;
  readonly #receiving: Direction;
  readonly #incoming = new IncomingStream();
  readonly #outgoing: Outgoing;
  readonly #arrived = new Arrived();
  readonly #messages: Buffer[] = [];
  readonly #waiting: ((message: Buffer | undefined) => void)[] = [];
  #granted: number;
  #finished = false;
  #over = false;
  #heardWhenOver = 0;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #close: (error?: Error) => void = () => {};

  constructor(options: LossyOptions) {
    const { aead, ours, theirs, exporter, window, credit } = options;
    this.#options = options;
    this.exporter = exporter;
    this.#sending = new Direction(aead, ours, 1, false);
    this.#receiving = new Direction(aead, theirs, 1, false);
    this.#outgoing = new Outgoing(credit);
    this.#granted = window;
    this.closed = new Promise((resolve, reject) => {
      this.#close = (error) => (error ? reject(error) : resolve());
    });
    this.closed.catch(() => {}); // Who never asks is not told.
    void this.#listen();
  }

  send(message: Bytes): void {
    this.#outgoing.push(message);
    this.#flush();
  }

  sendDatagram(datagram: Bytes): void {
    this.#seal(frames.datagram(datagram));
  }

  /** The road loses the datagrams with these numbers from now on. */
  lose(which: (count: number) => boolean): void {
    this.#options.road.loses = which;
  }

  /** S-1. */
  ping(): void {
    this.#seal(frames.ping);
  }

  /** The next message; undefined behind the last. Rejects as `closed` does. */
  receive(): Promise<Buffer | undefined> {
    const message = this.#messages.shift();
    if (message || this.#incoming.ended) return Promise.resolve(message);
    const later = new Promise<Buffer | undefined>((resolve) => this.#waiting.push(resolve));
    return Promise.race([later, this.closed.then(() => undefined)]);
  }

  /** Nothing more is sent. */
  finish(): void {
    this.#finished = true;
    this.#outgoing.finish();
    this.#flush();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#silence);
    await this.#options.road[Symbol.asyncDispose]();
  }

  async #listen(): Promise<void> {
    try {
      for (;;) this.#take(await this.#options.road.next(1));
    } catch (error) {
      this.#over = true;
      clearTimeout(this.#silence);
      this.#close(error as Error);
    }
  }

  #take(packet: Buffer): void {
    const number = packet.readUIntBE(1, 6);
    const plaintext = this.#receiving.open(packet, number);
    if (!this.#arrived.add(number)) return;
    if (this.#over) return this.#answerLate();
    const reader = new Reader(plaintext);
    let asks = false;
    while (reader.left > 0) asks = this.#takeFrame(reader) || asks;
    if (asks && !this.#over) this.#seal(frames.ack(this.#arrived.ranges));
    this.#flush();
  }

  /** Returns whether it asks to be acknowledged. */
  #takeFrame(reader: Reader): boolean {
    const type = reader.number(1);
    const value = () => reader.take(reader.varint());
    if (type === 0x00) return false;
    if (type === 0x01) return true;
    if (type === 0x02) this.#outgoing.handleAck(value());
    else if (type === 0x04) this.#takePiece(reader.varint(), value());
    else if (type === 0x06) this.datagrams.push(value());
    else if (type === 0x07) this.#outgoing.handleCredit(reader.varint());
    else if (type === 0x08) this.#seal(join(frames.pathResponse(reader.take(8)), frames.padding(1_150)));
    else if (type === 0x0a) this.#takeFinal(reader.varint());
    else if (type === 0x0b) this.#takeClose(reader.varint());
    else throw new Error(`a frame of type ${type}`);
    return type !== 0x02 && type !== 0x0b;
  }

  #takePiece(offset: number, piece: Buffer): void {
    if (offset + piece.length > this.#granted) throw new Error("beyond the window");
    this.#messages.push(...this.#incoming.take(offset, piece));
    const { window } = this.#options;
    if (this.#incoming.delivered + window - this.#granted >= window / 4) {
      this.#granted = this.#incoming.delivered + window;
      this.#outgoing.repeat(frames.maxData(this.#granted));
    }
    this.#handOn();
  }

  #takeFinal(offset: number): void {
    this.#incoming.takeFinal(offset);
    this.#handOn();
  }

  #handOn(): void {
    while (this.#waiting.length > 0 && (this.#messages.length > 0 || this.#incoming.ended)) {
      this.#waiting.shift()?.(this.#messages.shift());
    }
  }

  #takeClose(code: number): void {
    if (code !== 0 || !this.#finished || !this.#incoming.ended) throw new Error(`CLOSE ${code}`);
    this.#end();
  }

  /** */
  #end(): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#silence);
    this.#seal(frames.close(0));
    this.#close();
  }

  /** */
  #answerLate(): void {
    const heard = ++this.#heardWhenOver;
    if ((heard & (heard - 1)) === 0) this.#seal(frames.close(0));
  }

  #flush(): void {
    if (this.#over) return;
    for (let next = this.#outgoing.poll(); next; next = this.#outgoing.poll()) this.#seal(next.frames, next.number);
    if (this.#finished && this.#incoming.ended && this.#outgoing.confirmed) return this.#end();
    clearTimeout(this.#silence);
    if (!this.#outgoing.confirmed) this.#silence = setTimeout(() => this.#probe(), silenceMs);
  }

  /** R-8, without an estimate of the round trip. */
  #probe(): void {
    this.#outgoing.probe();
    this.#flush();
  }

  #seal(plaintext: Buffer, number = this.#outgoing.number()): void {
    this.#options.road.send(this.#sending.seal(plaintext, number));
  }
}

const silenceMs = 50;
