import { type Clock, systemClock } from "../driver/clock.ts";
import { LinkError, UsageError } from "../errors.ts";
import type { Link, LinkHost, Transport, TransportListener } from "../link.ts";
import { Addresses } from "./addresses.ts";
import { MemoryLink } from "./memory-link.ts";
import { MemoryPipe } from "./memory-pipe.ts";
import type { Direction, Tap } from "./tap.ts";

export interface MemoryOptions {
  /** Its `defer` separates the turns in which packets arrive. By default the system's. */
  readonly clock?: Clock;
  /** Bytes that may wait in one direction before `reserve` refuses; one packet may go beyond. By default 1 MiB. */
  readonly sendBufferBytes?: number;
  /** Sees packets when they are flushed, before the receiver's limit. */
  readonly onPacket?: Tap;
}

export interface MemoryTransport extends Transport {
  /** Ends every open link as a forged FIN does: what was flushed still arrives, both ends then end without a cause. */
  cut(): void;
}

/**
 * A reliable transport inside the process, as strict as a socket and stricter. Addresses are `memory:name`, and
 * `memory:0` to listen at a free one; they are known to this one transport, so dial and listen through the same.
 *
 * Nothing travels before `flush`. Loans are longer than asked and hold 0xAA, a packet is overwritten with 0xAA when
 * `handlePacket` returns, and misuse of a loan throws UsageError. `close` ends both directions in good order, each
 * behind what was committed, and discards what is unread; `handleEnd` is called at both ends. A paused link does not
 * read the peer's close. Throws UsageError for an option that is out of range.
 */
export function memory(options: MemoryOptions = {}): MemoryTransport {
  return new Memory(options);
}

class Memory implements MemoryTransport {
  readonly name = "memory";
  readonly #clock: Clock;
  readonly #capacity: number;
  readonly #onPacket: Tap | undefined;
  readonly #addresses = new Addresses("memory");
  readonly #hosts = new Map<string, LinkHost>();
  readonly #pipes = new Set<MemoryPipe>();

  constructor({ clock = systemClock, sendBufferBytes = 2 ** 20, onPacket }: MemoryOptions) {
    if (!(sendBufferBytes > 0)) {
      const message = `memory: sendBufferBytes is ${sendBufferBytes}; it takes more than 0`;
      throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
    }
    this.#clock = clock;
    this.#capacity = sendBufferBytes;
    this.#onPacket = onPacket;
  }

  async listen(address: string, host: LinkHost): Promise<TransportListener> {
    const bound = this.#addresses.toListen(address);
    if (this.#hosts.has(bound)) throw new LinkError("ERR_COUNTERSIGN_LISTEN", `${bound} is listened at already`);
    this.#hosts.set(bound, host);
    let open = true;
    return {
      address: bound,
      close: async () => {
        if (open) this.#hosts.delete(bound);
        open = false;
      },
    };
  }

  async dial(address: string, { signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<Link> {
    const remote = this.#addresses.toDial(address);
    await undefined; // The host hears of the link in a turn of its own.
    signal?.throwIfAborted();
    const host = this.#hosts.get(remote);
    if (!host) throw new LinkError("ERR_COUNTERSIGN_CONNECT", `Nobody listens at ${remote} of this memory transport`);
    return this.#connect(remote, host);
  }

  cut(): void {
    for (const pipe of this.#pipes) pipe.end();
  }

  #connect(server: string, host: LinkHost): Link {
    this.#forgetEnded();
    const clock = this.#clock;
    const up = this.#pipe("client-to-server");
    const down = this.#pipe("server-to-client");
    const client = this.#addresses.fresh();
    host.accept(new MemoryLink({ clock, remoteAddress: client, incoming: up, outgoing: down }));
    return new MemoryLink({ clock, remoteAddress: server, incoming: down, outgoing: up });
  }

  #pipe(direction: Direction): MemoryPipe {
    const pipe = new MemoryPipe({ direction, capacity: this.#capacity, onPacket: this.#onPacket });
    this.#pipes.add(pipe);
    return pipe;
  }

  #forgetEnded(): void {
    for (const pipe of this.#pipes) if (pipe.ending) this.#pipes.delete(pipe);
  }
}
