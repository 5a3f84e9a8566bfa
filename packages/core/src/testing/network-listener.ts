import type { Clock } from "../driver/clock.ts";
import { UsageError } from "../errors.ts";
import type { LinkHost, LinkTraits, Path, TransportListener } from "../link.ts";
import { maxStrangerPacketBytes } from "../wire.ts";
import type { Datagram, Endpoint } from "./datagram.ts";
import { NetworkLink } from "./network-link.ts";

export interface NetworkListenerOptions {
  readonly address: string;
  readonly host: LinkHost;
  readonly clock: Clock;
  readonly traits: LinkTraits;
  /** Takes the packet over. `link`: who sends it, unless it answers a stranger. */
  readonly send: (datagram: Datagram, link?: NetworkLink) => void;
  /** Called once, when the listener is closed and its last link is gone. */
  readonly leave: () => void;
}

/** The server's side of the simulated network: one socket for all its links. */
export class NetworkListener implements TransportListener, Endpoint {
  readonly #options: NetworkListenerOptions;
  readonly #links = new Map<string, NetworkLink>();
  #open = true;

  constructor(options: NetworkListenerOptions) {
    this.#options = options;
  }

  get address(): string {
    return this.#options.address;
  }

  receive(datagram: Datagram): void {
    const link = this.#links.get(datagram.route);
    if (link) link.receive(datagram);
    else if (this.#open && datagram.packet.length <= maxStrangerPacketBytes) this.#screen(datagram);
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    this.#leaveIfIdle();
  }

  #screen(datagram: Datagram): void {
    const { address, host, send } = this.#options;
    const { from, route, packet } = datagram;
    const path: Path = { address: from, proven: false };
    const answer = host.screen(packet, path);
    if (answer === "ignore") return;
    if (answer === "admit") {
      const link = this.#admit(route, path);
      host.accept(link);
      link.receive(datagram);
      return;
    }
    if (answer.reply.length > 3 * packet.length) host.handleFault(amplification(answer.reply.length, packet.length));
    else send({ from: address, to: from, route, packet: Uint8Array.from(answer.reply) });
  }

  #admit(route: string, path: Path): NetworkLink {
    const { address, clock, traits, send } = this.#options;
    const link: NetworkLink = new NetworkLink({
      clock,
      traits,
      path,
      send: (packet, to) => send({ from: address, to, route, packet }, link),
      leave: () => {
        this.#links.delete(route);
        this.#leaveIfIdle();
      },
    });
    this.#links.set(route, link);
    return link;
  }

  #leaveIfIdle(): void {
    if (!this.#open && this.#links.size === 0) this.#options.leave();
  }
}

function amplification(replyBytes: number, packetBytes: number): UsageError {
  return new UsageError(
    "ERR_COUNTERSIGN_INVALID_ARGUMENT",
    `screen: a reply of ${replyBytes} bytes to a packet of ${packetBytes}; three times as many are allowed`,
  );
}
