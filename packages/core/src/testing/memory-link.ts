import type { Clock } from "../driver/clock.ts";
import { PeerError } from "../errors.ts";
import type { Link, LinkSink, LinkTraits, Path } from "../link.ts";
import { maxStrangerPacketBytes } from "../wire.ts";
import { Loan, reclaim } from "./loan.ts";
import type { MemoryPipe } from "./memory-pipe.ts";

const maxPacketBytes = 65_536;

export interface MemoryLinkOptions {
  readonly clock: Clock;
  readonly remoteAddress: string;
  readonly incoming: MemoryPipe;
  readonly outgoing: MemoryPipe;
}

/** One end of a memory link. Its sink hears of everything in a turn of its own, never inside a call to the link. */
export class MemoryLink implements Link {
  readonly traits: LinkTraits = { reliable: true, basePacketBytes: maxPacketBytes, maxPacketBytes };
  readonly remoteAddress: string;

  readonly #clock: Clock;
  readonly #incoming: MemoryPipe;
  readonly #outgoing: MemoryPipe;
  readonly #path: Path;
  readonly #loan = new Loan();
  readonly #gone: Promise<void>;
  #markGone: () => void = () => {};
  #sink: LinkSink | undefined;
  #receiveLimit = maxStrangerPacketBytes;
  #hasReceived = false;
  #paused = false;
  #closing = false;
  #over = false;
  #owesWritable = false;
  #turnIsComing = false;

  constructor({ clock, remoteAddress, incoming, outgoing }: MemoryLinkOptions) {
    this.#clock = clock;
    this.remoteAddress = remoteAddress;
    this.#path = { address: remoteAddress, proven: true };
    this.#incoming = incoming;
    this.#outgoing = outgoing;
    this.#gone = new Promise((resolve) => {
      this.#markGone = resolve;
    });
    incoming.wakeReader = () => this.#wake();
    outgoing.wakeWriter = () => this.#owesWritable && this.#wake();
  }

  start(sink: LinkSink): void {
    this.#sink = sink;
    this.#wake();
  }

  reserve(bytes: number): Uint8Array | undefined {
    if (this.#outgoing.ending) return undefined;
    if (this.#outgoing.hasRoom) return this.#loan.lend(bytes, maxPacketBytes);
    this.#owesWritable = true;
    return undefined;
  }

  commit(bytes: number): void {
    const packet = this.#loan.settle(bytes);
    if (packet) this.#outgoing.write(packet);
  }

  flush(): void {
    this.#outgoing.flush();
  }

  /** There is one path only. */
  migrate(): void {}

  limitReceive(bytes: number): void {
    this.#receiveLimit = bytes;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#wake();
  }

  close(): Promise<void> {
    this.#closing = true;
    this.#outgoing.flush();
    this.#outgoing.end();
    this.#wake();
    return this.#gone;
  }

  abort(): void {
    if (this.#over) return;
    this.#leave();
    this.#incoming.break();
    this.#outgoing.break(connectionReset());
  }

  #wake(): void {
    if (this.#turnIsComing || this.#over) return;
    this.#turnIsComing = true;
    this.#clock.defer(() => {
      this.#turnIsComing = false;
      this.#read();
      this.#tellWritable();
      this.#tellEnd();
    });
  }

  #read(): void {
    let count = 0;
    while (this.#sink && !this.#paused && !this.#closing) {
      const packet = this.#incoming.take();
      if (!packet) break;
      if (packet.length > this.#receiveLimit) {
        this.#refuse(packet.length);
        break;
      }
      this.#hasReceived = true;
      count += 1;
      this.#sink.handlePacket(packet, this.#path);
      reclaim(packet);
    }
    while (this.#closing && this.#incoming.take()) {} // Unread, and not to keep the peer's end from us.
    if (count > 0 && !this.#over) this.#sink?.handleTurnEnd();
  }

  #refuse(bytes: number): void {
    const message = `a packet of ${bytes} bytes, where ${this.#receiveLimit} are accepted`;
    const code = this.#hasReceived ? "ERR_COUNTERSIGN_LIMIT" : "ERR_COUNTERSIGN_NOT_COUNTERSIGN";
    this.#incoming.break(new PeerError(code, `The peer at ${this.remoteAddress} sent ${message}`));
    this.#outgoing.break(connectionReset());
  }

  #tellWritable(): void {
    if (!this.#owesWritable || this.#over || this.#outgoing.ending || !this.#outgoing.hasRoom) return;
    this.#owesWritable = false;
    this.#sink?.handleWritable();
  }

  #tellEnd(): void {
    const ending = this.#incoming.ending;
    if (this.#over || !ending || !this.#mayEnd(ending.cause)) return;
    this.#outgoing.flush();
    this.#outgoing.end();
    this.#leave();
    this.#sink?.handleEnd(ending.cause);
  }

  /** An end in good order is read like a packet, a broken link is noticed even when nothing is read. */
  #mayEnd(cause: Error | undefined): boolean {
    const isReading = this.#sink && !this.#paused;
    if (isReading) return this.#incoming.isEmpty;
    return this.#closing || (this.#sink !== undefined && cause !== undefined);
  }

  #leave(): void {
    this.#over = true;
    this.#markGone();
  }
}

/** What the system says when the peer resets a connection. */
function connectionReset(): Error {
  return Object.assign(new Error("read ECONNRESET: the peer aborted the link"), { code: "ECONNRESET" });
}
