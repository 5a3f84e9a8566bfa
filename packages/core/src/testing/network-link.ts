import type { Clock } from "../driver/clock.ts";
import type { Link, LinkHint, LinkSink, LinkTraits, Path } from "../link.ts";
import { maxStrangerPacketBytes } from "../wire.ts";
import type { Datagram, Endpoint } from "./datagram.ts";
import { Loan } from "./loan.ts";

/** What a socket takes before the system has sent it, in bytes. */
const sendBufferBytes = 212_992;

export interface NetworkLinkOptions {
  readonly clock: Clock;
  readonly traits: LinkTraits;
  readonly path: Path;
  /** Takes the packet over. */
  readonly send: (packet: Uint8Array, to: string) => void;
  /** Called once, when the link is over. */
  readonly leave: () => void;
}

/** One end of a path over the simulated network. */
export class NetworkLink implements Link, Endpoint {
  readonly traits: LinkTraits;

  readonly #options: NetworkLinkOptions;
  readonly #paths = new Map<string, Path>();
  readonly #loan = new Loan();
  #path: Path;
  #sink: LinkSink | undefined;
  #committed: { readonly packet: Uint8Array; readonly path: Path }[] = [];
  #committedBytes = 0;
  #receiveLimit = maxStrangerPacketBytes;
  #owesWritable = false;
  #turnEnds = false;
  #over = false;
  #closed: Promise<void> | undefined;

  constructor(options: NetworkLinkOptions) {
    this.#options = options;
    this.traits = options.traits;
    this.#path = options.path;
    this.#paths.set(options.path.address, options.path);
  }

  get remoteAddress(): string {
    return this.#path.address;
  }

  start(sink: LinkSink): void {
    this.#sink = sink;
  }

  reserve(bytes: number): Uint8Array | undefined {
    if (this.#over) return undefined;
    if (this.#committedBytes < sendBufferBytes) return this.#loan.lend(bytes, this.traits.maxPacketBytes);
    this.#owesWritable = true;
    return undefined;
  }

  commit(bytes: number, path = this.#path): void {
    const packet = this.#loan.settle(bytes);
    if (!packet || this.#over) return;
    this.#committed.push({ packet, path });
    this.#committedBytes += packet.length;
  }

  flush(): void {
    this.#committedBytes = 0;
    for (const { packet, path } of this.#committed.splice(0)) this.#options.send(packet, path.address);
    if (!this.#owesWritable) return;
    this.#owesWritable = false;
    this.#options.clock.defer(() => this.#sink?.handleWritable());
  }

  migrate(path: Path): void {
    this.#path = path;
  }

  limitReceive(bytes: number): void {
    this.#receiveLimit = bytes;
  }

  /** A datagram that is not read is lost, so there is no pausing. */
  pause(): void {}

  resume(): void {}

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  abort(): void {
    this.#sink = undefined;
    this.#leave();
  }

  receive({ packet, from }: Datagram): void {
    if (!this.#sink || packet.length > this.#receiveLimit) return;
    this.#sink.handlePacket(packet, this.#pathTo(from));
    if (this.#turnEnds) return;
    this.#turnEnds = true;
    this.#options.clock.defer(() => {
      this.#turnEnds = false;
      this.#sink?.handleTurnEnd();
    });
  }

  hint(hint: LinkHint): void {
    this.#options.clock.defer(() => this.#sink?.handleHint(hint));
  }

  #pathTo(address: string): Path {
    const path = this.#paths.get(address) ?? { address, proven: false };
    this.#paths.set(address, path);
    return path;
  }

  async #close(): Promise<void> {
    if (!this.#over) this.flush();
    this.#leave();
    await undefined; // The sink hears of its end in a turn of its own.
    const sink = this.#sink;
    this.#sink = undefined;
    sink?.handleEnd();
  }

  #leave(): void {
    if (this.#over) return;
    this.#over = true;
    this.#committed = [];
    this.#options.leave();
  }
}
