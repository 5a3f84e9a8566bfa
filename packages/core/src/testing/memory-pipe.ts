import { type Direction, type Tap, tapped } from "./tap.ts";

export interface MemoryPipeOptions {
  readonly direction: Direction;
  /** Bytes that may wait in the pipe before it is full. */
  readonly capacity: number;
  readonly onPacket: Tap | undefined;
}

/** One direction of a memory link. A packet waits here from being written until it is taken. */
export class MemoryPipe {
  /** Set once nothing more is sent: with a cause when the pipe broke, and what waited in it is lost. */
  ending: { readonly cause?: Error | undefined } | undefined;
  /** Rung when there is something to take, the ending too. */
  wakeReader: () => void = () => {};
  /** Rung when there may be room again. */
  wakeWriter: () => void = () => {};

  readonly #options: MemoryPipeOptions;
  #written: Uint8Array[] = [];
  #flushed: Uint8Array[] = [];
  #taken = 0;
  #bytes = 0;

  constructor(options: MemoryPipeOptions) {
    this.#options = options;
  }

  /** A full pipe has room again as soon as less than its capacity waits: one packet may go beyond it. */
  get hasRoom(): boolean {
    return this.#bytes < this.#options.capacity;
  }

  get isEmpty(): boolean {
    return this.#taken === this.#flushed.length;
  }

  write(packet: Uint8Array): void {
    this.#written.push(packet);
    this.#bytes += packet.length;
  }

  flush(): void {
    const { onPacket, direction } = this.#options;
    for (const packet of this.#written.splice(0)) {
      this.#bytes -= packet.length;
      const passed = tapped(onPacket, packet, direction);
      if (!this.ending) for (const bytes of passed) this.#pass(bytes);
    }
    this.wakeWriter();
  }

  take(): Uint8Array | undefined {
    const packet = this.#flushed[this.#taken];
    if (!packet) return undefined;
    this.#taken += 1;
    this.#bytes -= packet.length;
    if (this.isEmpty) {
      this.#flushed = [];
      this.#taken = 0;
    }
    this.wakeWriter();
    return packet;
  }

  /** Ends behind what was flushed. */
  end(): void {
    this.ending ??= {};
    this.wakeReader();
  }

  /** Ends now. */
  break(cause?: Error): void {
    this.#written = [];
    this.#flushed = [];
    this.#taken = 0;
    this.ending = { cause };
    this.wakeReader();
  }

  #pass(packet: Uint8Array): void {
    this.#flushed.push(packet);
    this.#bytes += packet.length;
    this.wakeReader();
  }
}
